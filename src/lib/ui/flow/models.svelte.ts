import { AttuneError } from '#lib/core/errors.ts';
import type { DeviceReport } from '#lib/music/engines/musicgen/device-report.ts';
import { OFFERED, type KeptModel, type ServedModel } from '#lib/music/engines/musicgen/model-shelf.ts';
import type { Provider } from '#lib/runtime/onnx.ts';
import { shelf, stages } from './page-stages.ts';
import { settings } from './settings.svelte.ts';

/** A model that can be chosen by its name. */
export interface Choosable {
  id: string;
  isHere: boolean;
  /** Of the files that are needed here; null where that is asked later. */
  bytes: number | null;
}

/** MusicGen's models: which there are to choose from, which are kept on this device, and which is loaded on what. */
function createModels() {
  let kept = $state.raw<readonly KeptModel[]>([]);
  /** What our own server has; null where models come from a hub, and as long as that is not known. */
  let served = $state.raw<readonly ServedModel[] | null>(null);
  let unlisted = $state.raw<AttuneError | null>(null);
  let report = $state.raw<DeviceReport | null>(null);
  /** Where a model that is started now would run. */
  let expected = $state.raw<Provider | null>(null);
  let error = $state.raw<AttuneError | null>(null);
  let isNameWanted = $state(false);

  const choosable = $derived.by((): Choosable[] => {
    const whole = kept.filter(({ unfinished, hasDecoder }) => unfinished === 0 && hasDecoder);
    const here = new Set(whole.map(({ id }) => id));
    const bytes = new Map(served?.map((one) => [one.id, one.bytes]));
    const ids = [...(served ?? OFFERED).map(({ id }) => id), ...here];
    return [...new Set(ids)].map((id) => ({ id, isHere: here.has(id), bytes: bytes.get(id) ?? null }));
  });

  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      error = null;
    } catch (failure) {
      error = AttuneError.from(failure);
    }
  }

  async function lookAtDevice(): Promise<void> {
    expected = await (await shelf()).provider();
    report = await (await stages()).engines.musicgen.report();
  }

  async function look(): Promise<void> {
    kept = await (await shelf()).list();
    await lookAtDevice();
  }

  /** Asks which models there are to choose from. */
  async function browse(): Promise<void> {
    try {
      served = await (await shelf()).served();
      unlisted = null;
    } catch (failure) {
      unlisted = AttuneError.from(failure);
    }
    const [first] = choosable;
    if (first && !choosable.some(({ id }) => id === settings.model)) settings.suggest(first.id);
  }

  return {
    get kept() {
      return kept;
    },
    get choosable() {
      return choosable;
    },
    /** Why it is not known what our own server has. */
    get unlisted() {
      return unlisted;
    },
    get report() {
      return report;
    },
    /** What music is made on: what a loaded model has shown, else what is to be expected; null until that is known. */
    get provider() {
      return report?.provider ?? expected;
    },
    get error() {
      return error;
    },
    /** Whether a model was to be used whose name can't be one: its field asks for another. */
    get isNameWanted() {
      return isNameWanted;
    },
    set isNameWanted(next) {
      isNameWanted = next;
    },
    browse,
    lookAtDevice: () => attempt(lookAtDevice),
    refresh: () => attempt(look),
    remove: (id: string) =>
      attempt(async () => {
        await (await shelf()).remove(id);
        settings.forget(id);
        await look();
      }),
    /** Ends the engine's worker, which gives all its memory back. */
    unload: () =>
      attempt(async () => {
        await (await stages()).engines.musicgen.unload();
        await look();
      }),
  };
}

export const models = createModels();
