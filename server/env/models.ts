import * as z from 'zod';
import { PUBLIC_HUB } from '../../src/lib/core/model-hub.ts';
import { folder } from './values.ts';

/** What a content security policy can name: no IPv6, no wildcard. W3C CSP Level 3, section 2.3.1. */
const HOST_NAME = /^[\w.-]+$/;
const THIS_MACHINE = /^(127\.0\.0\.1|(.+\.)?localhost)$/;

/** What comes without TLS could be changed on its way, and a page that came with it may not load it. */
const modelHost = z.string().transform((text, context) => {
  const url = URL.parse(text);
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && THIS_MACHINE.test(url.hostname));
  if (isSafe && url.href === `${url.origin}/` && HOST_NAME.test(url.hostname)) return url.origin;
  context.addIssue({
    code: 'custom',
    message:
      'must be an origin, without a path: https://hub.example, or http://localhost:8080 on this machine',
  });
  return z.NEVER;
});

export const models = {
  /** Where the page downloads models from: an origin. */
  PUBLIC_MODEL_HOST: modelHost.default(PUBLIC_HUB),
  /** A folder of models that this server gives to the page instead: absolute. */
  MODEL_FOLDER: folder('there is no such folder', false).optional(),
};
