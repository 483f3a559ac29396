import { resolve } from 'node:path';
import { AttuneError } from '#lib/core/errors.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { OptionsInput } from '#lib/options.ts';
import { badArgument } from './bad-argument.ts';
import { parseFlags, type Flag, type Values } from './flags.ts';
import { optionsOf } from './options.ts';
import { outputsOf, placesOf, type Outputs } from './outputs.ts';

/** What was asked for, as plain data. */
export type Command =
  | { name: 'help' }
  | { name: 'version' }
  | { name: 'read'; file: string; json: boolean }
  | {
      name: 'compose';
      image: string | null;
      /** What MusicGen goes on from. */
      recording: string | null;
      options: OptionsInput;
      outputs: Outputs;
      /** Whether the licence of the model's weights is accepted. */
      accepted: boolean;
      json: boolean;
    };

/** What the composer, which has no weights and does not sample, has no use for. */
const MUSICGEN_ONLY = [
  'model',
  'continue',
  'accept-licence',
  'top-k',
  'top-p',
  'temperature',
  'cfg-coef',
] as const satisfies Flag[];

/** @throws AttuneError `bad_options`, naming the argument that is wrong. */
export function parseCommand(argv: string[]): Command {
  const { values, positionals } = parseFlags(argv);
  const [name, ...rest] = positionals;
  if (values.help === true || (name === undefined && values.version !== true)) return { name: 'help' };
  if (values.version === true) return { name: 'version' };
  if (name === 'read') return readCommand(values, rest);
  if (name === 'compose') return composeCommand(values, rest);
  throw badArgument(name ?? '', m.cli_unknown_command());
}

function readCommand(values: Values, rest: string[]): Command {
  const stray = Object.keys(values).find((flag) => flag !== 'json');
  if (stray !== undefined) throw badArgument(`--${stray}`, m.cli_not_of_read());
  const [file, extra] = rest;
  if (file === undefined) throw badArgument('FILE', m.cli_missing_file());
  if (extra !== undefined) throw badArgument(extra, m.cli_one_file());
  return { name: 'read', file, json: values.json === true };
}

function composeCommand(values: Values, [stray]: string[]): Command {
  if (stray !== undefined) throw badArgument(stray, m.cli_stray());
  const outputs = outputsOf(values);
  requireOneSource(values);
  requireOtherFiles(values, outputs);
  requireEngine(values);
  return {
    name: 'compose',
    image: values.image ?? null,
    recording: values.continue ?? null,
    options: optionsOf(values),
    outputs,
    accepted: values['accept-licence'] === true,
    json: values.json === true,
  };
}

function requireOneSource({ image, emotion, prompt, words }: Values): void {
  const [source, other] = Object.entries({ image, emotion, prompt }).filter(
    ([, given]) => given !== undefined,
  );
  if (source !== undefined && other !== undefined) {
    throw badArgument(`--${other[0]}`, m.cli_one_source({ other: `--${source[0]}` }));
  }
  const isBlank = words === undefined || words.trim() === '';
  if (source === undefined && isBlank) throw badArgument('compose', m.cli_missing_source());
}

/** No file may be written over one that is read, nor over another. */
function requireOtherFiles({ image, continue: recording }: Values, outputs: Outputs): void {
  const places = placesOf(outputs);
  const sounds = places.map(({ file }) => resolve(file));
  const notes = places.flatMap(({ midi }) => (midi === null ? [] : resolve(midi)));
  for (const [flag, path] of Object.entries({ image, continue: recording })) {
    if (path !== undefined && [...sounds, ...notes].includes(resolve(path)))
      throw badArgument(`--${flag}`, m.cli_same_file());
  }
  if (notes.some((path) => sounds.includes(path))) throw badArgument('--midi', m.cli_same_file());
}

/** Each engine has flags that say nothing to the other, and one is not to be had here. */
function requireEngine({ engine = 'composer', ...values }: Values): void {
  if (engine === 'cloud') throw new AttuneError('cloud_node');
  if (engine === 'musicgen' && values.midi !== undefined) throw badArgument('--midi', m.cli_no_notes());
  if (engine !== 'composer') return;
  const flag = MUSICGEN_ONLY.find((name) => values[name] !== undefined);
  if (flag !== undefined) throw badArgument(`--${flag}`, m.cli_musicgen_only());
}
