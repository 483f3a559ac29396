import type { Look } from '../core/reading.ts';
import type { Provider } from '../runtime/onnx.ts';

/** Where to read faces: on one provider, or on whichever is faster here. */
export type ProviderWish = Provider | 'auto';

/** What start-up found: which providers work here, how long a small picture takes on each, and which was kept. */
export interface ReaderReport {
  provider: Provider;
  /** Median milliseconds for one detection and one expression; null where the provider did not start or was not asked for. */
  timings: Record<Provider, number | null>;
}

/**
 * Reads emotions off faces in still pictures. One in a worker and one in the same thread look alike.
 * A picture never leaves the device: nothing here touches the network but to load the bundled networks.
 */
export interface FaceReader {
  /**
   * Loads and warms the networks; a second call is free. `progress` runs from 0 to 1.
   * @throws AttuneError `model_missing`, `model_corrupt`, or `device_failed` where no provider starts.
   */
  load(progress?: (fraction: number) => void): Promise<ReaderReport>;
  /**
   * Decodes the picture and reads every face in it, the most prominent first. A picture without a face gives no readings.
   * @throws AttuneError `picture_unreadable`, `picture_unsupported` or `picture_too_large`, with what was found;
   * `cancelled` when `signal` aborts; what `load` throws, as it loads where that was not done.
   */
  read(picture: Blob, signal?: AbortSignal): Promise<Look>;
  /** Frees the networks. */
  unload(): Promise<void>;
}
