/** The public TypeScript API: the same flow as the page's, in the browser (inference in workers) and under Node. */
import { createStages } from '#stages';
import type { CodedFormat, EncodedFile, Form } from './audio/encode/encoder.ts';
import type { FileMetadata } from './audio/encode/metadata.ts';
import type { WavFormat } from './audio/studio.ts';
import type { Audio } from './core/audio.ts';
import type { Emotion } from './core/emotion.ts';
import { PUBLIC_HUB } from './core/model-hub.ts';
import type { Params } from './core/params.ts';
import type { Look } from './core/reading.ts';
import type { Score } from './core/take.ts';
import { parseOptions, type OptionsInput } from './options.ts';
import { read, run as runStages } from './pipeline.ts';
import type { Stages } from './stages.ts';
import type { Made, Update } from './update.ts';

export { takeMetadata } from './audio/encode/metadata.ts';
export { AttuneError } from './core/errors.ts';
export { packTokens, truncateTokens, unpackTokens } from './core/tokens.ts';
export { encodeMidi } from './music/midi.ts';
export type { CodedFormat, EncodedFile, FileMetadata, Look, Made, OptionsInput, Update, WavFormat };

/** What a run of the flow came to. */
export interface WorkflowResult {
  /** What it started from; null for text to music. */
  emotion: Emotion | null;
  /** The prompt as it was drafted, before the user's words and preferences. */
  promptInitial: string;
  /** The prompt that the music was made from. */
  promptFinal: string;
  /** With every default filled in, the seed drawn among them. */
  params: Params;
  outputs: [Made, ...Made[]];
  /** Of the first output. */
  score: Score;
}

/**
 * Runs the flow and streams what happens.
 * @throws AttuneError `bad_options` before anything starts. Later failures are the stream's last update.
 */
export async function* run(input: OptionsInput, signal?: AbortSignal): AsyncGenerator<Update, void, void> {
  yield* runStages(parseOptions(input), stages(), signal);
}

/**
 * Runs the flow to its end.
 * @param watch is told every update on the way.
 * @throws AttuneError with the code of what went wrong, `cancelled` when `signal` aborts.
 */
export async function runWorkflow(
  input: OptionsInput,
  signal?: AbortSignal,
  watch?: (update: Update) => void,
): Promise<WorkflowResult> {
  let emotion = input.prompt === undefined ? (input.emotion ?? null) : null;
  let promptInitial = '';
  const outputs: Made[] = [];
  for await (const update of run(input, signal)) {
    watch?.(update);
    if (update.type === 'failed') throw update.error;
    if (update.type === 'look') emotion = update.look.readings[0]?.emotion ?? null;
    if (update.type === 'brief' && update.stage === 'draft') promptInitial = update.brief.prompt;
    if (update.type === 'made') outputs.push(update.made);
  }
  const [first, ...others] = outputs;
  if (first === undefined) throw new Error('the flow ended without a result or a failure');
  const { params, score, brief } = first.take;
  return { emotion, promptInitial, promptFinal: brief.prompt, params, outputs: [first, ...others], score };
}

/**
 * Reads the faces in a picture.
 * @throws AttuneError with the code of what went wrong. A picture without a face is no error: it has no readings.
 */
export async function readFaces(media: Blob, signal?: AbortSignal): Promise<Look> {
  for await (const update of read(media, stages(), signal)) {
    if (update.type === 'failed') throw update.error;
    if (update.type === 'look') return update.look;
  }
  throw new Error('the reader ended without a look or a failure');
}

/**
 * @param metadata what the file says of the piece: `takeMetadata(take)`.
 * @returns the bytes of a WAV file; 16 bit is dithered.
 */
export function encodeWav(
  audio: Audio,
  format: WavFormat,
  metadata?: FileMetadata,
): Promise<Uint8Array<ArrayBuffer>> {
  return stages().studio.encodeWav(audio, format, metadata);
}

/** @returns what `encodeAudio` can write of such a sound here: FLAC and MP3 everywhere, Ogg/Opus and a video of the waveform by the browser's codecs. */
export function audioFormats(form: Form): Promise<CodedFormat[]> {
  return stages().studio.formats(form);
}

/**
 * Writes a sound in a format that needs a codec.
 * @param metadata what the file says of the piece: `takeMetadata(take)`.
 * @param progress is told how far it is, 0 to 1.
 * @throws AttuneError `format_unsupported` where `audioFormats` does not name `format`, `cancelled` when `signal` aborts.
 */
export function encodeAudio(
  audio: Audio,
  format: CodedFormat,
  metadata: FileMetadata,
  { progress, signal }: { progress?: (fraction: number) => void; signal?: AbortSignal } = {},
): Promise<EncodedFile> {
  return stages().studio.encode(audio, format, metadata, progress, signal);
}

let loaded: Stages | null = null;
let modelHost = PUBLIC_HUB;

/** The stages are kept between calls, so that models load once. */
function stages(): Stages {
  return (loaded ??= createStages(modelHost));
}

/**
 * Sets where MusicGen's files come from instead of the Hugging Face hub, for networks that do not reach it.
 * @param host an address, or in the browser a path on the page's own origin. What is loaded is freed.
 */
export async function useModelHost(host: string): Promise<void> {
  modelHost = host;
  await unload();
}

/** Frees what earlier calls loaded: networks, engines, workers. The next call loads again. */
export async function unload(): Promise<void> {
  const held = loaded;
  loaded = null;
  await held?.unload();
}
