import * as z from 'zod';
import { parseRanges } from '../http/address-ranges.ts';
import { wholeNumber } from './values.ts';

/** An address of this machine, or a name that stands for one. */
const HOST = /^[\w.:%-]+$/;

const origin = z.string().transform((text, context) => {
  const url = URL.parse(text);
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
  if (isOrigin) return url.origin;
  context.addIssue({
    code: 'custom',
    message: 'must be the address that people open, without a path: https://attune.example',
  });
  return z.NEVER;
});

const proxies = z.string().transform((text, context) => {
  const ranges = parseRanges(text);
  if (ranges !== null) return ranges;
  context.addIssue({
    code: 'custom',
    message: 'must be addresses or ranges of them with commas between, as in 10.0.0.7,172.16.0.0/12',
  });
  return z.NEVER;
});

export const serving = {
  /** The port to serve on; 0 for any that is free. */
  PORT: wholeNumber(0, 65535).prefault('3000'),
  /** The address to serve on; all of the machine's where unset. */
  HOST: z.string().regex(HOST, { message: 'must be an address or a name of this machine' }).optional(),
  /** Where people open Attune, as an origin; where unset, what their requests say. */
  ORIGIN: origin.optional(),
  /** The proxies that are believed when they say for whom they ask; nobody where unset. */
  TRUSTED_PROXIES: proxies.optional(),
};
