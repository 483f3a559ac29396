import { HUB_MODELS, hubModelId } from '../../../../../models/hub-models.ts';
import { AttuneError } from '../../../core/errors.ts';
import type { ModelListing } from '../../../core/model-listing.ts';
import { chooseFiles } from '../../../runtime/model-store/choose-files.ts';
import type { KeptModel, ModelStore } from '../../../runtime/model-store/model-store.ts';
import { pickDtypes, type Device } from '../../../runtime/model-store/pick-dtypes.ts';
import type { Provider } from '../../../runtime/onnx.ts';
import { ENCODER, ifDeaf } from './encoder-files.ts';

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

/** A model that the page's own server has, in the weights that suit the device. */
export interface ServedModel {
  id: string;
  /** Of the files that are needed here. */
  bytes: number;
}

/** The models that are kept on this device, beside the engine that runs one of them. */
export interface ModelShelf {
  /** All that are kept, unfinished downloads too. */
  list(): Promise<KeptModel[]>;
  /** Deletes a model. @throws AttuneError `model_busy` while it is being downloaded or loaded. */
  remove(id: string): Promise<void>;
  /**
   * @param listens whether a recording is to be gone on from, which takes the model's encoder too.
   * @throws AttuneError `bad_options`, `model_incomplete`, `model_deaf`, `download_failed`; `cancelled` when `signal` aborts.
   */
  plan(id: string, listens: boolean, signal?: AbortSignal): Promise<Plan>;
  /** Where a model that is started now would run, as far as that is known before. */
  provider(): Promise<Provider>;
  /**
   * Those that the page's own server has and that fit the device; null where models come from a hub, which has too many
   * to list.
   * @throws AttuneError `models_unlisted`
   */
  served(): Promise<ServedModel[] | null>;
}

/** The models that are offered by name, under which licence. */
export const OFFERED = HUB_MODELS.map(({ id, licence, source }) => ({ id, licence, source }));

/** @returns whether `id` may be the name of a model on a hub. */
export function isModelId(id: string): boolean {
  return hubModelId.safeParse(id).success;
}

/**
 * @param device on which models are to run.
 * @param listing what the page's own server has, null where models come from a hub.
 */
export function createModelShelf(
  store: ModelStore,
  device: () => Promise<Device>,
  listing: () => Promise<ModelListing | null>,
): ModelShelf {
  return {
    list: () => store.list(),
    remove: (id) => store.remove(id),
    async plan(id, listens, signal) {
      const wanted = { ...pickDtypes(await device()), ...(listens && ENCODER) };
      const files = await store.files(id, wanted, signal).catch((error: unknown) => {
        throw ifDeaf(AttuneError.from(error));
      });
      return { bytes: total(files), ...(await store.space(id, files)) };
    },
    provider: async () => (await device()).provider,
    async served() {
      const wanted = pickDtypes(await device());
      const listed = await listing();
      if (listed === null) return null;
      return listed
        .filter(({ id }) => isModelId(id))
        .map(({ id, files }) => ({ id, ...chooseFiles(wanted, files.map(undigested)) }))
        .filter(({ missing }) => missing.length === 0)
        .map(({ id, chosen }) => ({ id, bytes: total(chosen) }));
    },
  };
}

function undigested(file: ModelListing[number]['files'][number]) {
  return { ...file, digest: null };
}

function total(files: readonly { bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
