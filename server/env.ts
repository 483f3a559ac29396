import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { PUBLIC_HUB } from '../src/lib/core/model-hub.ts';
import { parseAddress, type Address } from './database/address.ts';

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

const modelFolder = z
  .string()
  .refine((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory(), {
    message: 'there is no such folder',
  })
  .transform((path) => resolve(path));

const NO_DATABASE = 'none';

const database = z.string().transform((text, context): Address | typeof NO_DATABASE => {
  if (text === NO_DATABASE) return text;
  const address = parseAddress(text);
  if (address !== null) return address;
  context.addIssue({
    code: 'custom',
    message: 'must be mysql://user:password@host:3306/name, or none for no database',
  });
  return z.NEVER;
});

const dataFolder = z
  .string()
  .refine((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? true, {
    message: 'that is no folder',
  })
  .transform((path) => resolve(path));

const endpoint = z.string().refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), {
  message: 'must be an address, as in https://api.moonshot.cn/v1',
});

const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/, { message: 'must be a whole number' })
  .transform(Number);

/** Whose values no message may show. */
const SECRETS = ['DATABASE_URL', 'OPENAI_API_KEY'];

const variables = z.object({
  /** Where the page downloads models from: an origin. */
  PUBLIC_MODEL_HOST: modelHost.default(PUBLIC_HUB),
  /** A folder of models that this server gives to the page instead: absolute. */
  MODEL_FOLDER: modelFolder.optional(),
  /** The database; where unset, one of the app's own if a server for it is installed. */
  DATABASE_URL: database.optional(),
  /** What the app keeps: its own database. Absolute; created when it is needed. */
  DATA_FOLDER: dataFolder.prefault('.data'),
  /** The key of an OpenAI-compatible endpoint, whose language model writes briefs; where unset, the rules write. */
  OPENAI_API_KEY: z.string().optional(),
  /** That endpoint's address; OpenAI's where unset. */
  OPENAI_BASE_URL: endpoint.optional(),
  /** The name of the model there; one of OpenAI's where neither is set. */
  OPENAI_MODEL: z.string().optional(),
  /** Tokens that all users together may have of it in a day. */
  OPENAI_DAILY_TOKENS: wholeNumber.prefault('5000000'),
});

const schema = variables.refine(
  ({ OPENAI_BASE_URL: url, OPENAI_MODEL: model }) => url === undefined || model !== undefined,
  { path: ['OPENAI_MODEL'], message: 'OPENAI_BASE_URL is: name a model that it has' },
);
export type Env = z.infer<typeof schema>;

/** The environment has a value that can't be used; the message says which, and what would do. */
export class BadEnvironment extends Error {}

/**
 * Parses the environment. An empty variable counts as unset.
 * @throws BadEnvironment
 */
export function readEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const { data, error } = schema.safeParse(set);
  if (data !== undefined) return data;
  const lines = error.issues.map(({ path: [key], message }) => {
    const name = String(key);
    if (set[name] === undefined) return `${name} is not set, but ${message}.`;
    return SECRETS.includes(name)
      ? `${name} is set, but it ${message}.`
      : `${name} is "${set[name]}", but ${message}.`;
  });
  throw new BadEnvironment(lines.join('\n'));
}

let parsed: Env | undefined;

/** What this process was started with. @throws BadEnvironment */
export function processEnv(): Env {
  return (parsed ??= readEnv(process.env));
}
