import { extname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AttuneError } from '#lib/core/errors.ts';
import { NORMALISATIONS, Params } from '#lib/core/params.ts';
import { WAV_FORMATS, type WavFormat } from '#lib/audio/studio.ts';
import type { CodedFormat } from '#lib/audio/encode/encoder.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { OptionsInput } from '#lib/options.ts';
import { takenBy } from './wants.ts';

/** What was asked for, as plain data. */
export type Command =
  | { name: 'help' }
  | { name: 'version' }
  | { name: 'read'; file: string; json: boolean }
  | {
      name: 'compose';
      image: string | null;
      options: OptionsInput;
      outputs: Outputs;
      /** Whether the licence of the model's weights is accepted. */
      accepted: boolean;
      json: boolean;
    };

/** Where to write what. */
export interface Outputs {
  file: string;
  format: WavFormat | CodedFormat;
  midi: string | null;
  /** How many pieces to write; where more than one, their files are numbered. */
  count: number;
}

/** What sound can be written as, by the ending of its file. The others need codecs that only browsers have. */
const ENDINGS: Record<string, 'wav' | CodedFormat> = {
  '': 'wav',
  '.wav': 'wav',
  '.wave': 'wav',
  '.flac': 'flac',
  '.mp3': 'mp3',
};
const BROWSER_ENDINGS = ['.ogg', '.opus', '.mp4', '.webm'];

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

type Flag = keyof typeof FLAGS;
type Values = ReturnType<typeof parse>['values'];

/** @throws AttuneError `bad_options`, naming the argument that is wrong. */
export function parseCommand(argv: string[]): Command {
  const { values, positionals } = parse(argv);
  const [name, ...rest] = positionals;
  if (values.help === true || (name === undefined && values.version !== true)) return { name: 'help' };
  if (values.version === true) return { name: 'version' };
  if (name === 'read') return readCommand(values, rest);
  if (name === 'compose') return composeCommand(values, rest);
  throw bad(name ?? '', m.cli_unknown_command());
}

function parse(args: string[]) {
  // The library's own strictness is checked first by hand, because it only speaks English.
  const { tokens } = parseArgs({ args, options: FLAGS, allowPositionals: true, strict: false, tokens: true });
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    checkFlag(token);
    const isList = 'multiple' in FLAGS[token.name as Flag];
    if (seen.has(token.name) && !isList) throw bad(token.rawName, m.cli_once());
    seen.add(token.name);
  }
  return parseArgs({ args, options: FLAGS, allowPositionals: true, strict: true });
}

function checkFlag(token: { name: string; rawName: string; value?: string; inlineValue?: boolean }): void {
  const { name, rawName, value, inlineValue } = token;
  if (!Object.hasOwn(FLAGS, name)) throw bad(rawName, m.cli_unknown_option());
  const { type } = FLAGS[name as Flag];
  if (type === 'boolean' && value !== undefined) throw bad(rawName, m.cli_takes_no_value());
  const isAnotherFlag = value?.startsWith('-') === true && inlineValue !== true;
  if (type === 'boolean' || (value !== undefined && !isAnotherFlag)) return;
  const isNegative = value !== undefined && /^-[\d.]/.test(value);
  const takes = isNegative ? takenBy(rawName) : undefined;
  throw bad(rawName, takes === undefined ? m.cli_needs_value() : m.cli_wants({ what: takes }));
}

function readCommand(values: Values, rest: string[]): Command {
  const stray = Object.keys(values).find((flag) => flag !== 'json');
  if (stray !== undefined) throw bad(`--${stray}`, m.cli_not_of_read());
  const [file, extra] = rest;
  if (file === undefined) throw bad('FILE', m.cli_missing_file());
  if (extra !== undefined) throw bad(extra, m.cli_one_file());
  return { name: 'read', file, json: values.json === true };
}

function composeCommand(values: Values, [stray]: string[]): Command {
  if (stray !== undefined) throw bad(stray, m.cli_stray());
  const { out, image, midi, emotion, prompt, words } = values;
  if (out === undefined) throw bad('--out', m.cli_missing_out());
  const format = soundFormat(out, values.format);
  if (midi !== undefined && !['', '.mid', '.midi'].includes(endingOf(midi)))
    throw bad('--midi', m.cli_is_midi());
  const [source, other] = Object.entries({ image, emotion, prompt }).filter(
    ([, given]) => given !== undefined,
  );
  if (source !== undefined && other !== undefined) {
    throw bad(`--${other[0]}`, m.cli_one_source({ other: `--${source[0]}` }));
  }
  for (const [flag, path] of Object.entries({ image, midi })) {
    if (path !== undefined && resolve(path) === resolve(out)) throw bad(`--${flag}`, m.cli_same_file());
  }
  if (midi !== undefined && values.engine === 'musicgen') throw bad('--midi', m.cli_no_notes());
  const isBlank = words === undefined || words.trim() === '';
  if (isBlank && [image, emotion, prompt].every((source) => source === undefined)) {
    throw bad('compose', m.cli_missing_source());
  }
  return {
    name: 'compose',
    image: image ?? null,
    options: optionsOf(values),
    outputs: { file: out, format, midi: midi ?? null, count: countOf(values.variations) },
    accepted: values['accept-licence'] === true,
    json: values.json === true,
  };
}

/** A file without an ending is WAV, the one format with a choice of bits. */
function soundFormat(out: string, bits: string | undefined): Outputs['format'] {
  const ending = endingOf(out);
  if (BROWSER_ENDINGS.includes(ending)) throw bad('--out', m.cli_needs_browser());
  const format = ENDINGS[ending];
  if (format === undefined) throw bad('--out', m.cli_is_sound());
  if (format === 'wav') return oneOf('--format', bits ?? '16', WAV_FORMATS);
  if (bits !== undefined) throw bad('--format', m.cli_bits_of_wav());
  return format;
}

function endingOf(path: string): string {
  return extname(path).toLowerCase();
}

function optionsOf(values: Values): OptionsInput {
  // Spelling is checked by the schema of the options; the cast only passes the words on to it.
  return definedOnly({
    emotion: values.emotion,
    prompt: values.prompt,
    words: values.words,
    intent: values.intent,
    engine: values.engine,
    preferences: definedOnly({
      genres: values.genre,
      instruments: values.instrument,
      tempo: values.tempo === undefined ? undefined : tempoRange(values.tempo),
      avoid: values.avoid,
    }),
    params: definedOnly({
      duration: number('--duration', values.duration),
      seed: number('--seed', values.seed),
      topK: number('--top-k', values['top-k']),
      topP: number('--top-p', values['top-p']),
      temperature: number('--temperature', values.temperature),
      cfgCoef: number('--cfg-coef', values['cfg-coef']),
      model: values.model,
      variations: number('--variations', values.variations),
      normalisation:
        values.normalise === undefined ? undefined : oneOf('--normalise', values.normalise, NORMALISATIONS),
    }),
  }) as OptionsInput;
}

function definedOnly<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function number(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw bad(flag, m.cli_wants({ what: takenBy(flag) ?? '' }));
  return value;
}

function countOf(variations: string | undefined): number {
  const { success, data } = Params.shape.variations.safeParse(number('--variations', variations));
  if (!success) throw bad('--variations', m.cli_wants({ what: takenBy('--variations') ?? '' }));
  return data;
}

function tempoRange(text: string): { min: number; max: number } {
  const [, min, max] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  if (min === undefined || max === undefined) throw bad('--tempo', m.cli_not_a_range({ text }));
  return { min: Number(min), max: Number(max) };
}

function oneOf<T extends string>(flag: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((known) => known === text);
  if (choice === undefined) throw bad(flag, m.cli_not_one_of({ text, choices: choices.join(', ') }));
  return choice;
}

function bad(field: string, reason: string): AttuneError {
  return new AttuneError('bad_options', { field, reason });
}
