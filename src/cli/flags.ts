import { parseArgs } from 'node:util';
import { m } from '#lib/i18n/paraglide/messages.js';
import { badArgument } from './bad-argument.ts';
import { takenBy } from './wants.ts';

const FLAGS = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  json: { type: 'boolean' },
  image: { type: 'string' },
  emotion: { type: 'string' },
  prompt: { type: 'string' },
  words: { type: 'string' },
  intent: { type: 'string' },
  duration: { type: 'string' },
  seed: { type: 'string' },
  genre: { type: 'string', multiple: true },
  instrument: { type: 'string', multiple: true },
  tempo: { type: 'string' },
  avoid: { type: 'string', multiple: true },
  engine: { type: 'string' },
  model: { type: 'string' },
  variations: { type: 'string' },
  continue: { type: 'string' },
  'accept-licence': { type: 'boolean' },
  'top-k': { type: 'string' },
  'top-p': { type: 'string' },
  temperature: { type: 'string' },
  'cfg-coef': { type: 'string' },
  normalise: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string' },
  midi: { type: 'string' },
} as const;

export type Flag = keyof typeof FLAGS;

/** What was given to each flag, as it was written. */
export type Values = ReturnType<typeof parseFlags>['values'];

/** Tells flags from the rest. @throws AttuneError `bad_options`, naming the flag that is wrong. */
export function parseFlags(args: string[]) {
  // The library's own strictness is checked first by hand, because it only speaks English.
  const { tokens } = parseArgs({ args, options: FLAGS, allowPositionals: true, strict: false, tokens: true });
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    checkFlag(token);
    const isList = 'multiple' in FLAGS[token.name as Flag];
    if (seen.has(token.name) && !isList) throw badArgument(token.rawName, m.cli_once());
    seen.add(token.name);
  }
  return parseArgs({ args, options: FLAGS, allowPositionals: true, strict: true });
}

function checkFlag(token: { name: string; rawName: string; value?: string; inlineValue?: boolean }): void {
  const { name, rawName, value, inlineValue } = token;
  if (!Object.hasOwn(FLAGS, name)) throw badArgument(rawName, m.cli_unknown_option());
  const { type } = FLAGS[name as Flag];
  if (type === 'boolean' && value !== undefined) throw badArgument(rawName, m.cli_takes_no_value());
  const isAnotherFlag = value?.startsWith('-') === true && inlineValue !== true;
  if (type === 'boolean' || (value !== undefined && !isAnotherFlag)) return;
  const isNegative = value !== undefined && /^-[\d.]/.test(value);
  const takes = isNegative ? takenBy(rawName) : undefined;
  throw badArgument(rawName, takes === undefined ? m.cli_needs_value() : m.cli_wants({ what: takes }));
}
