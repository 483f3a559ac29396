/** MusicGen in the cloud, through our server, which holds the key. What comes of it is sound, which nothing makes again. */
import type { Asset } from '../../../core/asset.ts';
import type { Audio } from '../../../core/audio.ts';
import type { Brief } from '../../../core/brief.ts';
import { toBase64 } from '../../../core/base64.ts';
import { AttuneError } from '../../../core/errors.ts';
import type { Params } from '../../../core/params.ts';
import type { JobRequest } from '../../../core/wire/cloud.ts';
import { untilAborted } from '../../../runtime/until-aborted.ts';
import type { Engine, EngineUpdate } from '../../engine.ts';
import { ABOUT } from './about.ts';
import type { CloudServer } from './cloud-server.ts';
import { chunksOf, fitted } from './fit.ts';
import { cloudOf, divided, mono, requireFit, wantedOf } from './request.ts';
import { awaited } from './wait.ts';

/** Copies of sounds on this device, by the run that made them. They are a convenience: the server has those of all pieces. */
export interface Copies {
  get(run: string): Promise<Blob | null>;
  put(run: string, sound: Blob): Promise<void>;
}

/** What the engine needs of the platform, and of other stages. */
export interface CloudParts {
  server: CloudServer;
  /** Null where none are kept. */
  copies: Copies | null;
  /** Reads a sound of ours. */
  decode(sound: Blob): Promise<Audio>;
  /** Reads a recording of the user's. */
  listen(recording: Blob, signal?: AbortSignal): Promise<Audio>;
  /** Writes a recording as WAV. */
  encode(audio: Audio): Promise<Uint8Array>;
  /** Milliseconds between two looks at a piece. */
  pace: number;
}

/** What a piece is made from besides its brief. */
export interface CloudOrder {
  /** Its id. The same id again asks for the same piece, also where the page has been closed in between. */
  run: string;
  /** Null where there is none, or it is no longer at hand. */
  recording: Blob | null;
}

/** An engine whose takes are sound. */
export interface CloudEngine extends Engine {
  /** As `generate`. @throws AttuneError what the server says, or what stands against the recording */
  make(brief: Brief, params: Params, order: CloudOrder, signal?: AbortSignal): AsyncIterable<EngineUpdate>;
  /** Sounds again what was made, from the copy on this device or from the server. */
  play(asset: Asset, brief: Brief, params: Params, signal?: AbortSignal): AsyncIterable<EngineUpdate>;
}

/** Seconds that may be missing at the end of a piece before it is said. */
const UNNOTICED = 1;

export function cloudEngine(parts: CloudParts): CloudEngine {
  const { server, copies } = parts;
  /** Pieces that are being stopped, by their ids: begun again before one is, it would be stopped too. */
  const stopping = new Map<string, Promise<unknown>>();

  function cancel(run: string): void {
    const stopped = server.cancel(run).catch(() => undefined);
    stopping.set(run, stopped);
    void stopped.then(() => stopping.delete(run));
  }

  async function* make(
    brief: Brief,
    params: Params,
    { run, recording }: CloudOrder,
    signal?: AbortSignal,
  ): AsyncGenerator<EngineUpdate, void, void> {
    yield { type: 'progress', done: 0, total: brief.duration };
    const isLost = recording === null && cloudOf(params).recording !== null;
    const begin = isLost ? null : await requestOf(brief, params, { run, recording }, parts, signal);
    await untilAborted(stopping.get(run) ?? Promise.resolve(), signal);
    const asset = yield* awaited(server, run, begin, brief.duration, parts.pace, () => cancel(run), signal);
    yield* play(asset, brief, params, signal);
  }

  async function* play(
    asset: Asset,
    { duration }: Brief,
    { seed }: Params,
    signal?: AbortSignal,
  ): AsyncGenerator<EngineUpdate, void, void> {
    const sound = await soundOf(asset, signal);
    const { audio, missing } = fitted(await parts.decode(sound), duration);
    for (const chunk of chunksOf(audio)) {
      if (signal?.aborted === true) throw new AttuneError('cancelled');
      yield { type: 'audio', variation: 0, chunk };
    }
    if (missing > UNNOTICED) yield { type: 'warning', variation: 0, warning: 'silence' };
    yield { type: 'finished', results: [{ seed, piece: null, tokens: null, asset }] };
  }

  async function soundOf(asset: Asset, signal?: AbortSignal): Promise<Blob> {
    if (copies === null) return server.sound(asset, signal);
    const copy = await copies.get(asset.run).catch(() => null);
    if (copy !== null) return copy;
    const sound = await server.sound(asset, signal);
    await copies.put(asset.run, sound).catch(() => undefined);
    return sound;
  }

  return {
    ...ABOUT,
    load: () => Promise.resolve(),
    generate: (brief, params, signal) =>
      make(brief, params, { run: crypto.randomUUID(), recording: null }, signal),
    make,
    play,
    unload: () => Promise.resolve(),
  };
}

async function requestOf(
  brief: Brief,
  params: Params,
  { run, recording }: CloudOrder,
  { listen, encode }: CloudParts,
  signal?: AbortSignal,
): Promise<JobRequest> {
  const { recording: use } = cloudOf(params);
  if (recording === null || use === null) {
    return { id: run, ...wantedOf(brief, params, Math.ceil(brief.duration)), recording: null };
  }
  const heard = await listen(recording, signal);
  requireFit(heard, brief, params);
  const sent =
    use === 'continue'
      ? divided(heard, brief.duration)
      : { recording: mono(heard), rest: Math.ceil(brief.duration) };
  const audio = toBase64(await encode(sent.recording));
  return { id: run, ...wantedOf(brief, params, sent.rest), recording: { use, audio } };
}
