import {
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
import type { Command } from './args.ts';
import { badArgument } from './bad-argument.ts';
import { checkWritable, readMedia, writeAll, type Output } from './files.ts';
import { placesOf, type Outputs, type Place } from './outputs.ts';
import { showProgress, type ErrorStream } from './progress.ts';
import { requireModel } from './require-model.ts';
import { madeText, readingsText } from './say.ts';

/**
 * Makes a piece and writes it. Either every file is written or none.
 * @param screen shows how far it is.
 * @returns what to print.
 * @throws AttuneError
 */
export async function compose(
  command: Command & { name: 'compose' },
  screen: ErrorStream,
  signal: AbortSignal,
): Promise<string> {
  const { options, outputs, json } = command;
  const places = placesOf(outputs);
  const paths = places.flatMap(({ file, midi }) => (midi === null ? [file] : [file, midi]));
  for (const path of paths) await checkWritable(path);
  if (options.engine === 'musicgen') await requireModel(options.params?.model, command.accepted);
  const [media, recording] = await Promise.all([command.image, command.recording].map(read));
  let seen = '';
  const result = await runWorkflow({ ...options, media, recording }, signal, (update) => {
    // The music goes by the first face; `read` tells of all.
    if (update.type === 'look') seen = `${readingsText(update.look.readings.slice(0, 1))}\n`;
    showProgress(update, screen);
  });
  const files = result.outputs.map((made, i) => encode(made, places[i]!, outputs.format, signal));
  await writeAll((await Promise.all(files)).flat());
  return json ? JSON.stringify(summary(result, outputs), null, 2) : seen + madeText(result.outputs, paths);
}

async function read(path: string | null): Promise<Blob | undefined> {
  return path === null ? undefined : readMedia(path);
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
  if (piece === null) throw badArgument('--midi', m.cli_no_notes());
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
