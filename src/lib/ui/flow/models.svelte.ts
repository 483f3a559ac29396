import { AttuneError } from '#lib/core/errors.ts';
import type { DeviceReport } from '#lib/music/engines/musicgen/device-report.ts';
import type { KeptModel } from '#lib/music/engines/musicgen/model-shelf.ts';
import { shelf, stages } from './page-stages.ts';

/** MusicGen's models on this device: which are kept, and which is loaded on what. */
function createModels() {
  let kept = $state.raw<readonly KeptModel[]>([]);
  let report = $state.raw<DeviceReport | null>(null);
  let error = $state.raw<AttuneError | null>(null);
  /** Whether the engine was started: asking one that was not would start it. */
  let started = false;

  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      error = null;
    } catch (failure) {
      error = AttuneError.from(failure);
    }
  }

  async function look(): Promise<void> {
    kept = await (await shelf()).list();
    report = started ? await (await stages()).engines.musicgen.report() : null;
  }

  return {
    get kept() {
      return kept;
    },
    get report() {
      return report;
    },
    get error() {
      return error;
    },
    /** The engine is about to be used. */
    start: () => (started = true),
    refresh: () => attempt(look),
    remove: (id: string) =>
      attempt(async () => {
        await (await shelf()).remove(id);
        await look();
      }),
    /** Ends the engine's worker, which gives all its memory back. */
    unload: () =>
      attempt(async () => {
        await (await stages()).engines.musicgen.unload();
        started = false;
        await look();
      }),
  };
}

export const models = createModels();
