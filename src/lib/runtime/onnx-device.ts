import type * as Ort from 'onnxruntime-web';
import { AttuneError } from '../core/errors.ts';
import type { Provider } from './onnx.ts';

/** A serialised graph. */
export interface Graph {
  bytes: Uint8Array<ArrayBuffer>;
  /** Files that hold weights of it, by the names that it knows them by. */
  external: readonly { path: string; data: Uint8Array<ArrayBuffer> }[];
}

/** onnxruntime on one provider, for networks with many tensors whose owner decides where each of them lies. */
export interface OnnxDevice {
  readonly ort: typeof Ort;
  readonly provider: Provider;
  /** Whether half precision computes there: WebGPU's `shader-f16`. */
  readonly shaderF16: boolean;
  /** The largest buffer that the graphics adapter allows, bytes; null on WebAssembly. */
  readonly bytesAllowed: number | null;
  /** @returns bytes that this thread holds on the graphics card; null on WebAssembly. */
  bytesHeld(): number | null;
  /** @throws AttuneError `device_failed` when the provider does not start. */
  open(graph: Graph, options?: Ort.InferenceSession.SessionOptions): Promise<Ort.InferenceSession>;
  /**
   * @param fetches where outputs are to lie; null for those that the runtime is to find a place for.
   * @throws AttuneError `device_failed` when the provider gives up, as WebGPU does when the graphics card is lost.
   */
  run(
    session: Ort.InferenceSession,
    feeds: Ort.InferenceSession.OnnxValueMapType,
    fetches?: Ort.InferenceSession.NullableOnnxValueMapType,
  ): Promise<Ort.InferenceSession.OnnxValueMapType>;
}

/** What is known of a graphics card. */
export interface Graphics {
  shaderF16: boolean;
  bytesAllowed: number;
  bytesHeld(): number;
}

/** @param graphics of WebGPU; null on WebAssembly. */
export function onnxDevice(ort: typeof Ort, graphics: Graphics | null): OnnxDevice {
  const provider = graphics === null ? 'wasm' : 'webgpu';
  const fail = (cause: unknown): never => {
    throw new AttuneError('device_failed', { provider, reason: String(cause) }, { cause });
  };
  return {
    ort,
    provider,
    shaderF16: graphics?.shaderF16 ?? false,
    bytesAllowed: graphics?.bytesAllowed ?? null,
    bytesHeld: () => graphics?.bytesHeld() ?? null,
    open: ({ bytes, external }, options = {}) =>
      ort.InferenceSession.create(bytes, {
        executionProviders: [provider],
        externalData: [...external],
        ...options,
      }).catch(fail),
    run: (session, feeds, fetches) =>
      (fetches === undefined ? session.run(feeds) : session.run(feeds, fetches)).catch(fail),
  };
}
