import type * as Ort from 'onnxruntime-web';
import { AttuneError } from '../../../../core/errors.ts';
import type { OnnxDevice } from '../../../../runtime/onnx-device.ts';
import { inHeap, type HeapSession } from '../../../../runtime/onnx-heap-session.ts';
import type { HeapTensor, HeapType } from '../../../../runtime/onnx-heap-tensor.ts';
import { ortModule } from '../../../../runtime/onnx-heap.ts';
import type { Architecture } from '../architecture.ts';
import type { Condition, Decoder } from '../decoder.ts';
import type { Rewritten } from './rewrite.ts';
import { biasOf, cacheNames, embedColumns } from './window.ts';

type Tensors = Record<string, HeapTensor>;

/**
 * Decodes with a rewritten graph on WebAssembly. All tensors lie in the runtime's memory; keys and values are written
 * where they stay, so that a step moves one embedded column in and the logits out.
 * @throws NoHeap where this onnxruntime can't be used so: the original is to be run instead.
 * @throws AttuneError `device_failed`
 */
export async function openHeapDecoder(
  device: OnnxDevice,
  { text, step, embedding, type }: Rewritten,
  architecture: Architecture,
): Promise<Decoder> {
  const { ort } = device;
  const { heads, headDim, codebooks, vocabulary } = architecture;
  const [textNames, pastNames, presentNames] = (['text', 'past', 'present'] as const).map((kind) =>
    cacheNames(architecture, kind),
  ) as [string[], string[], string[]];
  const textSession = await device.open(text);
  const session = await openStep(device, step).catch(async (error: unknown) => {
    await textSession.release();
    throw error;
  });

  /** All tensors of the window. */
  const kept: HeapTensor[] = [];
  /** What each step reads: keys and values, and what it is told. */
  let inputs: Tensors = {};
  let outputs: Tensors = {};
  /** Elsewhere than in memory that threads share, which not everything takes; one for all steps. */
  let logits = new Float32Array();
  let position = 0;
  let capacity = 0;

  function tensor<T extends HeapType>(of: T, shape: readonly number[]): HeapTensor<T> {
    const made = session.tensor(of, shape);
    kept.push(made);
    return made;
  }

  function forget(): void {
    for (const each of kept.splice(0)) each.close();
  }

  /** What a run of `length` columns is told. */
  function told(condition: Condition, length: number): Tensors {
    const { rows, length: textLength } = condition;
    const bias = tensor(type, [rows, 1, length, textLength]);
    bias.data().set(biasOf(condition, length, type) as never);
    return {
      bias,
      embedded: tensor('float32', [rows, length, embedding.width]),
      seen: tensor('int32', [rows]),
      total: tensor('int32', [1]),
    };
  }

  async function readText(condition: Condition): Promise<Tensors> {
    const { rows, length, hidden, mask } = condition;
    const results = await device.run(textSession, {
      states: new ort.Tensor('float32', hidden, [rows, length, hidden.length / (rows * length)]),
      mask: new ort.Tensor('float32', Float32Array.from(mask), [rows, length, 1]),
    });
    return Object.fromEntries(
      textNames.map((name) => {
        const kept = tensor(type, [rows, heads, length, headDim]);
        const { data } = results[name] as Ort.TypedTensor<'float32'>;
        kept.data().set(asBits(data, type) as never);
        return [name, kept];
      }),
    );
  }

  async function run(tensors: Tensors, codes: Int32Array, length: number): Promise<Float32Array> {
    if (position + length > capacity) throw new RangeError(`the window has ${capacity} columns`);
    const rows = codes.length / (codebooks * length);
    embedColumns(embedding, codes, rows, position, tensors['embedded']!.data() as Float32Array);
    position += length;
    (tensors['seen']!.data() as Int32Array).fill(position - 1);
    (tensors['total']!.data() as Int32Array).fill(position);
    await session.run(tensors, outputs).catch(failed);
    logits.set(outputs['logits']!.data() as Float32Array);
    return logits;
  }

  async function begin(condition: Condition, codes: Int32Array, columns: number): Promise<Float32Array> {
    forget();
    const { rows } = condition;
    const length = codes.length / (rows * codebooks);
    [position, capacity] = [0, columns];
    const cache = pastNames.map(() => tensor(type, [rows, heads, capacity, headDim]));
    const past = Object.fromEntries(pastNames.map((name, i) => [name, cache[i]!]));
    const texts = await readText(condition);
    inputs = { ...past, ...texts, ...told(condition, 1) };
    outputs = Object.fromEntries(presentNames.map((name, i) => [name, cache[i]!]));
    outputs['logits'] = tensor('float32', [rows, codebooks * vocabulary]);
    logits = new Float32Array(rows * codebooks * vocabulary);
    return run(length === 1 ? inputs : { ...inputs, ...told(condition, length) }, codes, length);
  }

  return {
    begin: (condition, codes, columns) => begin(condition, codes, columns).catch(failed),
    step: (codes) => run(inputs, codes, 1),
    async close() {
      forget();
      await session.close();
      await textSession.release();
    },
  };
}

/** @throws NoHeap before the graph is opened, which is most of the memory. */
async function openStep(device: OnnxDevice, step: Rewritten['step']): Promise<HeapSession> {
  ortModule(device.ort);
  const session = await device.open(step);
  try {
    return inHeap(device.ort, session);
  } catch (error) {
    await session.release();
    throw error;
  }
}

/** What onnxruntime or its memory gave up with. @throws AttuneError `device_failed` */
function failed(cause: unknown): never {
  if (cause instanceof AttuneError) throw cause;
  throw new AttuneError('device_failed', { provider: 'wasm', reason: String(cause) }, { cause });
}

/** Numbers of a half as what they are in memory: onnxruntime gives them as `Float16Array` where there is one. */
function asBits(data: ArrayBufferView, type: 'float32' | 'float16'): Float32Array | Uint16Array {
  const { buffer, byteOffset, byteLength } = data;
  return type === 'float32'
    ? new Float32Array(buffer, byteOffset, byteLength / 4)
    : new Uint16Array(buffer, byteOffset, byteLength / 2);
}
