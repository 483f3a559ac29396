import { extname, join, parse } from 'node:path';
import { Params } from '#lib/core/params.ts';
import { WAV_FORMATS, type WavFormat } from '#lib/audio/studio.ts';
import type { CodedFormat } from '#lib/audio/encode/encoder.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { badArgument } from './bad-argument.ts';
import type { Values } from './flags.ts';
import { choiceOf, numberOf, unwanted } from './values.ts';

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

/** @throws AttuneError `bad_options`, naming the flag that is wrong. */
export function outputsOf({ out, format, midi, variations }: Values): Outputs {
  if (out === undefined) throw badArgument('--out', m.cli_missing_out());
  if (midi !== undefined && !['', '.mid', '.midi'].includes(endingOf(midi)))
    throw badArgument('--midi', m.cli_is_midi());
  return {
    file: out,
    format: soundFormat(out, format),
    midi: midi ?? null,
    count: countOf(variations),
  };
}

/** A file without an ending is WAV, the one format with a choice of bits. */
function soundFormat(out: string, bits: string | undefined): Outputs['format'] {
  const ending = endingOf(out);
  if (BROWSER_ENDINGS.includes(ending)) throw badArgument('--out', m.cli_needs_browser());
  const format = ENDINGS[ending];
  if (format === undefined) throw badArgument('--out', m.cli_is_sound());
  if (format === 'wav') return choiceOf('--format', bits ?? '16', WAV_FORMATS);
  if (bits !== undefined) throw badArgument('--format', m.cli_bits_of_wav());
  return format;
}

function endingOf(path: string): string {
  return extname(path).toLowerCase();
}

function countOf(variations: string | undefined): number {
  const { success, data } = Params.shape.variations.safeParse(numberOf('--variations', variations));
  if (!success) throw unwanted('--variations');
  return data;
}

/** Where one piece is written. */
export type Place = Pick<Outputs, 'file' | 'midi'>;

/** One for each piece: as it was said where there is one, else numbered from 1. */
export function placesOf({ file, midi, count }: Outputs): Place[] {
  if (count === 1) return [{ file, midi }];
  return Array.from({ length: count }, (_, i) => ({
    file: numbered(file, i + 1),
    midi: midi === null ? null : numbered(midi, i + 1),
  }));
}

function numbered(path: string, number: number): string {
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}-${number}${ext}`);
}
