import { stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import {
  AttuneError,
  encodeAudio,
  encodeMidi,
  encodeWav,
  runWorkflow,
  takeMetadata,
  type Made,
  type WavFormat,
  type WorkflowResult,
} from '#lib/index.ts';
import { WAV_FORMATS } from '#lib/audio/studio.ts';
import type { PackedTokens } from '#lib/core/tokens.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { isModelId } from '#lib/music/engines/musicgen/model-shelf.ts';
import type { Command, Outputs } from './args.ts';
import { checkWritable, readMedia, writeAll, type Output } from './files.ts';
import { showProgress } from './progress.ts';
import { madeText } from './say.ts';

/**
 * Makes a piece and writes it. Either every file is written or none.
 * @returns what to print.
 * @throws AttuneError
 */
export async function compose(command: Command & { name: 'compose' }, signal: AbortSignal): Promise<string> {
  const { options, outputs, json } = command;
  const places = placesOf(outputs);
  const paths = places.flatMap(({ file, midi }) => (midi === null ? [file] : [file, midi]));
  for (const path of paths) await checkWritable(path);
  if (options.engine === 'musicgen') await requireModel(options.params?.model, command.accepted);
  const media = command.image === null ? undefined : await readMedia(command.image);
  const result = await runWorkflow({ ...options, media }, signal, (update) =>
    showProgress(update, process.stderr),
  );
  const files = result.outputs.map((made, i) => encode(made, places[i]!, outputs.format, signal));
  await writeAll((await Promise.all(files)).flat());
  return json ? JSON.stringify(summary(result, outputs), null, 2) : madeText(result.outputs, paths);
}

/** Where one piece is written. */
type Place = Pick<Outputs, 'file' | 'midi'>;

/** One for each piece: as it was said where there is one, else numbered from 1. */
function placesOf({ file, midi, count }: Outputs): Place[] {
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

/**
 * A model in a folder is the user's own; one that is to be downloaded comes under a licence.
 * @throws AttuneError `bad_options` where it is neither a folder nor the name of a model, or the licence is not accepted.
 */
async function requireModel(model: string | undefined, accepted: boolean): Promise<void> {
  const found = model === undefined ? null : await stat(model).catch(() => null);
  if (found?.isDirectory() === true) return;
  if (model !== undefined && !isModelId(model)) {
    throw new AttuneError('bad_options', {
      field: 'params.model',
      reason: 'no folder, and no name of a model',
    });
  }
  if (accepted) return;
  throw new AttuneError('bad_options', { field: '--accept-licence', reason: m.cli_licence() });
}

async function encode(
  { audio, piece, take }: Made,
  { file, midi }: Place,
  format: Outputs['format'],
  signal: AbortSignal,
): Promise<Output[]> {
  const metadata = takeMetadata(take);
  const bytes = isWav(format)
    ? await encodeWav(audio, format, metadata)
    : (await encodeAudio(audio, format, metadata, { signal })).bytes;
  const files: Output[] = [{ path: file, bytes }];
  if (midi === null) return files;
  if (piece === null) throw new AttuneError('bad_options', { field: '--midi', reason: m.cli_no_notes() });
  return [...files, { path: midi, bytes: encodeMidi(piece) }];
}

/** The result without the sound itself, which is in the files. */
function summary(result: WorkflowResult, outputs: Outputs): object {
  const kind = isWav(outputs.format) ? 'wav' : outputs.format;
  const places = placesOf(outputs);
  const made = result.outputs.map(({ take }, i) => {
    const { file, midi } = places[i]!;
    return { [kind]: file, midi, take: { ...take, tokens: take.tokens && inText(take.tokens) } };
  });
  return { ...result, outputs: made };
}

/** JSON has no bytes: they are written in base 64. */
function inText(tokens: PackedTokens): object {
  return { ...tokens, data: Buffer.from(tokens.data).toString('base64') };
}

function isWav(format: Outputs['format']): format is WavFormat {
  return (WAV_FORMATS as readonly string[]).includes(format);
}
