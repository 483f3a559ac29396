import type { Audio } from '../../../core/audio.ts';
import { AttuneError } from '../../../core/errors.ts';
import { DEFAULT_MODEL } from '../../../core/model-hub.ts';
import type { Tokens } from '../../../core/tokens.ts';
import { createNews } from '../../../runtime/news.ts';
import type { Engine, EngineUpdate, LoadProgress } from '../../engine.ts';
import { ABOUT } from './about.ts';
import type { DeviceReport } from './device-report.ts';
import { ifDeaf } from './encoder-files.ts';
import { generate } from './generate.ts';
import type { LoadedModel } from './loaded-model.ts';
import { createQueue } from './queue.ts';

/** Opens a model by its name on the hub, or its folder. @throws AttuneError */
export type OpenModel = (
  model: string,
  progress: LoadProgress,
  signal: AbortSignal | undefined,
) => Promise<LoadedModel>;

/** Encodes a sound with a model's encoder, without opening the rest of it. @throws AttuneError */
export type Encode = (
  model: string,
  audio: Audio,
  progress: LoadProgress,
  signal: AbortSignal | undefined,
) => Promise<Tokens>;

/** An engine that can listen, and tell what it runs on. */
export interface MusicgenEngine extends Engine {
  /**
   * Turns a recording into tokens, for `generate` to start from. What it loads for that is freed again.
   * @param audio mono or stereo, at `SAMPLE_RATE`.
   * @param model as for `load`.
   * @throws AttuneError `model_deaf` where the model has no encoder, `encoder_failed` where that does not run, `cancelled` when `signal` aborts.
   */
  encode(audio: Audio, progress?: LoadProgress, model?: string, signal?: AbortSignal): Promise<Tokens>;
  /** @returns null as long as no model is loaded. */
  report(): Promise<DeviceReport | null>;
}

/**
 * MusicGen in this thread. One model is held at a time, and one generation runs at a time; the others wait and are told
 * their place.
 */
export function musicgenInPlace(open: OpenModel, encode: Encode): MusicgenEngine {
  const queue = createQueue();
  let held: { name: string; model: LoadedModel } | null = null;
  let unloading = new AbortController();

  /** Aborts with `unload` as well. */
  const until = (...signals: (AbortSignal | undefined)[]): AbortSignal =>
    AbortSignal.any([unloading.signal, ...signals.filter((signal) => signal !== undefined)]);

  async function close(): Promise<void> {
    const closing = held;
    held = null;
    await closing?.model.close();
  }

  async function loaded(name: string, progress: LoadProgress, signal?: AbortSignal): Promise<LoadedModel> {
    if (held?.name === name) return held.model;
    await close();
    held = { name, model: await open(name, progress, signal) };
    return held.model;
  }

  async function load(progress: LoadProgress = () => undefined, model = DEFAULT_MODEL, signal?: AbortSignal) {
    const stop = until(signal);
    const end = await queue.turn(() => undefined, stop);
    try {
      await loaded(model, progress, stop);
      progress(1);
    } finally {
      end();
    }
  }

  return {
    ...ABOUT,
    load,
    async *generate(brief, params, signal, start) {
      const left = new AbortController();
      const stop = until(left.signal, signal);
      const places = createNews<EngineUpdate>();
      const turn = queue.turn((before) => places.tell({ type: 'waiting', before }), stop);
      let loading: Promise<LoadedModel> | undefined;
      try {
        yield* places.until(turn);
        const loads = createNews<EngineUpdate>();
        const progress: LoadProgress = (fraction, download) =>
          loads.tell({ type: 'loading', fraction, download: download ?? null });
        loading = loaded(params.model ?? DEFAULT_MODEL, progress, stop);
        const model = yield* loads.until(loading);
        yield* generate(model, brief, params, stop, start);
      } catch (error) {
        throw AttuneError.from(error);
      } finally {
        // Whoever stops listening leaves the queue, or ends his turn once nothing is loaded for him any more.
        left.abort();
        await loading?.catch(() => undefined);
        await turn.then(
          (end) => end(),
          () => undefined,
        );
      }
    },
    async encode(audio, progress = () => undefined, model = DEFAULT_MODEL, signal) {
      const stop = until(signal);
      const end = await queue.turn(() => undefined, stop);
      try {
        return await encode(model, audio, progress, stop);
      } catch (error) {
        throw unheard(AttuneError.from(error));
      } finally {
        end();
      }
    },
    report: () => Promise.resolve(held && { ...held.model.report(), model: held.name }),
    async unload() {
      unloading.abort();
      unloading = new AbortController();
      // What is under way ends first: nothing may run in memory that is freed.
      const end = await queue.turn(() => undefined);
      try {
        await close();
      } finally {
        end();
      }
    },
  };
}

/** What fails with an encoder says nothing of the device that makes the music. */
function unheard(error: AttuneError): AttuneError {
  return error.code === 'device_failed'
    ? new AttuneError('encoder_failed', {}, { cause: error })
    : ifDeaf(error);
}
