import type * as Ort from 'onnxruntime-web';
import type { Graph, OnnxDevice } from '../../../runtime/onnx-device.ts';
import type { Architecture } from './architecture.ts';
import type { Condition, Decoder } from './decoder.ts';

/** The decoder as it lies in a repository. */
export interface DecoderGraphs {
  /** `decoder_model_merged`, or `decoder_model`. */
  first: Graph;
  /** `decoder_with_past_model`; null beside the merged one. */
  cached: Graph | null;
}

/** How transformers.js and optimum name the sessions' tensors. */
const PAST = 'past_key_values.';
const PRESENT = 'present.';

/**
 * Decodes with the graph as it was exported: `decoder_model_merged`, whose branch for the first columns computes all
 * keys and values, and whose other branch reads one column and gives the keys and values back one longer; or
 * `decoder_model` and `decoder_with_past_model`, which are these branches by themselves. On WebGPU keys and values stay
 * on the device; logits are the one thing that is read back.
 * @throws AttuneError `device_failed` when the session does not start.
 */
export async function openExportedDecoder(
  device: OnnxDevice,
  { first, cached }: DecoderGraphs,
  { layers, heads, headDim, codebooks }: Architecture,
): Promise<Decoder> {
  const { Tensor } = device.ort;
  const names = Array.from({ length: layers }, (_, i) =>
    ['decoder', 'encoder'].flatMap((side) => ['key', 'value'].map((part) => `${i}.${side}.${part}`)),
  ).flat();
  const options: Ort.InferenceSession.SessionOptions = {
    preferredOutputLocation:
      device.provider === 'webgpu'
        ? Object.fromEntries(names.map((name) => [PRESENT + name, 'gpu-buffer' as const]))
        : 'cpu',
  };
  const beginning = await device.open(first, options);
  const going = cached === null ? beginning : await device.open(cached, options);
  const metadata = new Map(beginning.inputMetadata.map((input) => [input.name, input]));
  let past: Record<string, Ort.Tensor> = {};
  let text: Record<string, Ort.Tensor> = {};
  let rows = 0;

  function integers(values: Iterable<number>, shape: readonly number[]): Ort.Tensor {
    return new Tensor('int64', BigInt64Array.from(values, BigInt), shape);
  }

  function emptyPast(): Record<string, Ort.Tensor> {
    return Object.fromEntries(
      names.map((name) => {
        const input = metadata.get(PAST + name);
        const type = input?.isTensor === true && input.type === 'float16' ? 'float16' : 'float32';
        return [PAST + name, new Tensor(type, [], [rows, heads, 0, headDim])];
      }),
    );
  }

  async function run(codes: Int32Array, isFirst: boolean): Promise<Float32Array> {
    const length = codes.length / (rows * codebooks);
    const session = isFirst ? beginning : going;
    const feeds: Record<string, Ort.Tensor> = {
      ...text,
      ...(isFirst ? emptyPast() : past),
      input_ids: integers(codes, [rows * codebooks, length]),
      use_cache_branch: new Tensor('bool', [!isFirst], [1]),
    };
    // A branch by itself has fewer inputs than both together.
    const outputs = await device.run(
      session,
      Object.fromEntries(session.inputNames.map((name) => [name, feeds[name]!])),
    );
    keep(outputs, isFirst);
    const logits = outputs['logits']!;
    const data = logits.data as Float32Array;
    return lastPosition(data, rows * codebooks, logits.dims[1] ?? 1);
  }

  /** The keys and values of the text are computed once, with the first columns; later ones are empty and not kept. */
  function keep(outputs: Ort.InferenceSession.OnnxValueMapType, isFirst: boolean): void {
    for (const name of names) {
      const present = outputs[PRESENT + name] as Ort.Tensor | undefined;
      if (present === undefined) continue;
      if (!isFirst && name.includes('.encoder.')) {
        present.dispose();
        continue;
      }
      past[PAST + name]?.dispose();
      past[PAST + name] = present;
    }
  }

  function forget(): void {
    for (const kept of Object.values(past)) kept.dispose();
    past = {};
  }

  return {
    begin(condition: Condition, codes) {
      forget();
      rows = condition.rows;
      text = {
        encoder_hidden_states: new Tensor('float32', condition.hidden, [
          rows,
          condition.length,
          condition.hidden.length / (rows * condition.length),
        ]),
        encoder_attention_mask: integers(condition.mask, [rows, condition.length]),
      };
      return run(codes, true);
    },
    step: (codes) => run(codes, false),
    async close() {
      forget();
      await beginning.release();
      if (going !== beginning) await going.release();
    },
  };
}

/** Of `[count, length, width]`, the last of each `length`. */
function lastPosition(data: Float32Array, count: number, length: number): Float32Array {
  if (length === 1) return data;
  const width = data.length / (count * length);
  const last = new Float32Array(count * width);
  for (let i = 0; i < count; i++) {
    last.set(data.subarray(((i + 1) * length - 1) * width, (i + 1) * length * width), i * width);
  }
  return last;
}
