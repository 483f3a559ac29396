import type { Provider } from '../../../runtime/onnx.ts';

/** What a loaded model runs on, and how. */
export interface DeviceReport {
  model: string;
  provider: Provider;
  /** What the decoder's weights are stored as. */
  dtype: string;
  /** Whether the decoder's graph was rewritten for speed, or runs as it was exported. */
  decoder: 'rewritten' | 'exported';
  /** Why it is not rewritten, or was not compared with WebAssembly; null where all is as it should be. */
  note: string | null;
  /** Bytes of weights and of the cache that are held. */
  bytesHeld: number;
  /** The largest buffer that the graphics adapter allows; null on WebAssembly. */
  bytesAllowed: number | null;
}
