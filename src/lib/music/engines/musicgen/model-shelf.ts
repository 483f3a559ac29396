import { HUB_MODELS, hubModelId } from '../../../../../models/hub-models.ts';
import type { KeptModel, ModelStore } from '../../../runtime/model-store/model-store.ts';
import { pickDtypes, type Device } from '../../../runtime/model-store/pick-dtypes.ts';

export type { KeptModel };

/** What it takes to have a model here, in the weights that suit the device. */
export interface Plan {
  /** Of all its files. */
  bytes: number;
  /** Bytes that are still to come. */
  needed: number;
  /** Bytes that may be kept, null where the platform does not say. */
  free: number | null;
}

/** The models that are kept on this device, beside the engine that runs one of them. */
export interface ModelShelf {
  /** All that are kept, unfinished downloads too. */
  list(): Promise<KeptModel[]>;
  /** Deletes a model. @throws AttuneError `model_busy` while it is being downloaded or loaded. */
  remove(id: string): Promise<void>;
  /** @throws AttuneError `bad_options`, `model_incomplete`, `download_failed`; `cancelled` when `signal` aborts. */
  plan(id: string, signal?: AbortSignal): Promise<Plan>;
}

/** The models that are offered by name, under which licence. */
export const OFFERED = HUB_MODELS.map(({ id, licence, source }) => ({ id, licence, source }));

/** @returns whether `id` may be the name of a model on a hub. */
export function isModelId(id: string): boolean {
  return hubModelId.safeParse(id).success;
}

/** @param device on which models are to run. */
export function createModelShelf(store: ModelStore, device: () => Promise<Device>): ModelShelf {
  return {
    list: () => store.list(),
    remove: (id) => store.remove(id),
    async plan(id, signal) {
      const files = await store.files(id, pickDtypes(await device()), signal);
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      return { bytes, ...(await store.space(id, files)) };
    },
  };
}
