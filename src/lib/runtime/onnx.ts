import type * as Ort from 'onnxruntime-web';
import type { Model } from '../../../models/manifest.ts';
import { AttuneError } from '../core/errors.ts';

/** Where inference runs. */
export type Provider = 'webgpu' | 'wasm';

/** A network with one float32 input and one float32 output. */
export interface Network {
  /**
   * @param shape of `input`, the batch first.
   * @throws AttuneError `device_failed` when the provider gives up, as WebGPU does when the graphics card is lost.
   */
  run(input: Float32Array, shape: readonly number[]): Promise<Float32Array>;
  close(): Promise<void>;
}

/** onnxruntime as it is to be had on this platform. */
export interface OnnxRuntime {
  /** What to try here, whether or not it will start. */
  readonly providers: readonly Provider[];
  /**
   * Reads a bundled model.
   * @throws AttuneError `model_missing`, or `model_corrupt` when it is not what the manifest says.
   */
  read(model: Model): Promise<Uint8Array>;
  /**
   * Makes a network of a model's bytes.
   * @throws AttuneError `device_failed` when the provider does not start.
   */
  open(bytes: Uint8Array, provider: Provider): Promise<Network>;
}

/** Threads beyond four gain nothing on networks this small. */
const MOST_THREADS = 4;

/** @returns how many threads to compute with. */
export function threads(): number {
  return Math.min(MOST_THREADS, navigator.hardwareConcurrency);
}

/** `OnnxRuntime.open`, with the library that this platform loads. */
export async function openNetwork(ort: typeof Ort, bytes: Uint8Array, provider: Provider): Promise<Network> {
  const fail = (cause: unknown): never => {
    throw new AttuneError('device_failed', { provider, reason: String(cause) }, { cause });
  };
  const session = await ort.InferenceSession.create(bytes, { executionProviders: [provider] }).catch(fail);
  const [inputName, outputName] = [session.inputNames[0]!, session.outputNames[0]!];
  return {
    async run(input, shape) {
      const tensor = new ort.Tensor('float32', input, shape);
      const outputs = await session.run({ [inputName]: tensor }).catch(fail);
      return outputs[outputName]!.data as Float32Array;
    },
    close: () => session.release(),
  };
}
