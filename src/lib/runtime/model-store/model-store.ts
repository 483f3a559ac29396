import type { Dtype, Role } from '../../../../models/hub-models.ts';
import type { Digest } from './digest.ts';

/** What to have of a model: for each graph, the dtypes that would do, the best first. */
export type Wanted = Partial<Record<Role, readonly Dtype[]>>;

/** A file of a model. */
export interface ModelFile {
  /** In the repository. */
  path: string;
  /** What it is of: a graph, or the tokenizer's and the engine's configuration. */
  part: Role | 'settings';
  /** Of a graph, null else. */
  dtype: Dtype | null;
  /** Whether it is a graph's external data, which onnxruntime is given beside the graph. */
  external: boolean;
  bytes: number;
  digest: Digest | null;
  /** How many of its bytes are on this device; all of them, only once they are verified. */
  here: number;
}

/** A model that is kept on this device. */
export interface KeptModel {
  id: string;
  /** Everything of it, unfinished downloads too. */
  bytes: number;
  /** Of unfinished downloads. */
  unfinished: number;
  /** Whether a decoder of it is here whole: there is more to it than a part that was needed once. */
  hasDecoder: boolean;
  /** Whether some of it is in memory, and gone when this worker or process ends. */
  inMemory: boolean;
}

export interface Space {
  /** Bytes that are still to come. */
  needed: number;
  /** Bytes that may be kept, null where the platform does not say. */
  free: number | null;
}

/** @param secondsLeft null until it can be told. */
export type Progress = (bytesDone: number, bytesTotal: number, secondsLeft: number | null) => void;

/** Models from a hub, kept on this device. One in a worker and one in the same thread look alike. */
export interface ModelStore {
  /**
   * Which files a model has that fit, with their sizes. Asks the hub, but not where all that is wanted is here; where the
   * hub can't be reached, what is here may do.
   * @throws AttuneError `bad_options` for what is no model's id, `model_incomplete` when the model lacks something that is
   * wanted, `download_failed` when the hub can't be reached.
   */
  files(id: string, wanted: Wanted, signal?: AbortSignal): Promise<ModelFile[]>;
  /** What a download of `files` takes. */
  space(id: string, files: readonly ModelFile[]): Promise<Space>;
  /**
   * Downloads what is not here yet of `files`, from where an earlier download has ended, and verifies it. One download of
   * a model at a time, across tabs: another waits, and finds it done. When the disk is full after all, the rest is kept in
   * memory.
   * @param keep `memory`: the disk is not to be used, for users who have no space and want to go on.
   * @throws AttuneError `storage_short` when there is not enough space, `download_failed` when the hub can't be reached
   * (the next call goes on), `download_corrupt` when a file is damaged (it is deleted, the next call gets it anew),
   * `cancelled`.
   */
  download(
    id: string,
    files: readonly ModelFile[],
    keep: 'disk' | 'memory',
    progress: Progress,
    signal?: AbortSignal,
  ): Promise<void>;
  /**
   * @param path of a file in the repository.
   * @returns the content, which is read from where it is kept as it is asked for; null where it is not here.
   */
  open(id: string, path: string): Promise<Blob | null>;
  list(): Promise<KeptModel[]>;
  /**
   * Deletes a model, and what is unfinished of it.
   * @throws AttuneError `model_busy` while it is being downloaded or loaded, here or in another tab. What is loaded stays.
   */
  remove(id: string): Promise<void>;
}
