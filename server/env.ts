import * as z from 'zod';
import { assets, bucketIsWhole } from './env/assets.ts';
import { cloud, webhookHasAddress } from './env/cloud.ts';
import { keeping } from './env/keeping.ts';
import { languageModel, modelIsNamed } from './env/language-model.ts';
import { models } from './env/models.ts';
import { serving } from './env/serving.ts';
import { unread } from './env/unknown.ts';
import type { Rule, Variables } from './env/values.ts';
import { watching } from './env/watching.ts';

/** Everything that can be set. README.md has a row for each, and a test compares them. */
const schema = z.object({
  ...serving,
  ...models,
  ...keeping,
  ...languageModel,
  ...cloud,
  ...assets,
  ...watching,
});
export type Env = z.infer<typeof schema>;
export const NAMES = Object.keys(schema.shape);

/** Whose values no message may show. */
export const SECRETS: readonly string[] = [
  'DATABASE_URL',
  'OPENAI_API_KEY',
  'METRICS_TOKEN',
  'REPLICATE_API_TOKEN',
  'REPLICATE_WEBHOOK_SECRET',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
] satisfies (keyof Env)[];

/** Not in the schema, which would say nothing of these before all else is right. */
const RULES: readonly Rule[] = [modelIsNamed, webhookHasAddress, bucketIsWhole];

/** The environment has a value that can't be used; the message says of each which it is, and what would do. */
export class BadEnvironment extends Error {}

/**
 * Parses the environment. An empty variable counts as unset.
 * @throws BadEnvironment
 */
export function readEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const set = Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
  const { data, error } = schema.safeParse(set);
  const mistakes = [
    ...(error?.issues ?? []).map(({ path: [name], message }) => line(String(name), message, set)),
    ...RULES.flatMap((rule) => rule(set)),
    ...unread(set, NAMES),
  ];
  if (data === undefined || mistakes.length > 0) throw new BadEnvironment(mistakes.join('\n'));
  return data;
}

function line(name: string, message: string, set: Variables): string {
  if (SECRETS.includes(name)) return `${name} is set, but it ${message}.`;
  return `${name} is "${withoutPassword(set[name]!)}", but ${message}.`;
}

/** Of an address `https://user:password@host`. */
function withoutPassword(value: string): string {
  return value.replace(/\/\/[^/@]*@/, '//...@');
}

let parsed: Env | undefined;

/** What this process was started with. @throws BadEnvironment */
export function processEnv(): Env {
  return (parsed ??= readEnv(process.env));
}
