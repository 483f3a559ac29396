import type * as Ort from 'onnxruntime-web';
import type { OnnxDevice } from '../../../../runtime/onnx-device.ts';
import type { Architecture } from '../architecture.ts';
import type { Condition, Decoder } from '../decoder.ts';
import type { Rewritten } from './rewrite.ts';
import { biasOf, cacheNames, embedColumns } from './window.ts';

type Tensors = Record<string, Ort.Tensor>;

/**
 * Decodes with a rewritten graph on WebGPU. Keys and values lie in buffers of ours, which a step both reads and writes;
 * one embedded column goes in and the logits are the one thing that is read back.
 * @throws AttuneError `device_failed`
 */
export async function openGpuDecoder(
  device: OnnxDevice,
  { text, step, embedding, type }: Rewritten,
  architecture: Architecture,
): Promise<Decoder> {
  const { Tensor, env } = device.ort;
  const { heads, headDim, codebooks } = architecture;
  const [textNames, pastNames, presentNames] = (['text', 'past', 'present'] as const).map((kind) =>
    cacheNames(architecture, kind),
  ) as [string[], string[], string[]];
  const textSession = await device.open(text, { preferredOutputLocation: 'gpu-buffer' });
  const session = await device
    .open(step, {
      preferredOutputLocation: Object.fromEntries(presentNames.map((name) => [name, 'gpu-buffer' as const])),
    })
    .catch(async (error: unknown) => {
      await textSession.release();
      throw error;
    });
  const gpu = await env.webgpu.device;

  /** Of the window: keys, values, and what is added to scores of the text. */
  let caches: Tensors = {};
  let buffers: GPUBuffer[] = [];
  let position = 0;
  let capacity = 0;

  /** A tensor in a buffer that stays ours, zero unless `data` says else. */
  function resident(shape: readonly number[], data?: Float32Array | Uint16Array): Ort.Tensor {
    const length = shape.reduce((product, size) => product * size, 1);
    const buffer = gpu.createBuffer({
      // Writes are of whole groups of four bytes.
      size: Math.ceil((length * (type === 'float32' ? 4 : 2)) / 4) * 4,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
      mappedAtCreation: data !== undefined,
    });
    if (data) {
      new Uint8Array(buffer.getMappedRange()).set(new Uint8Array(data.buffer));
      buffer.unmap();
    }
    buffers.push(buffer);
    return Tensor.fromGpuBuffer(buffer, { dataType: type, dims: shape });
  }

  function forget(): void {
    for (const tensor of Object.values(caches)) tensor.dispose();
    for (const buffer of buffers) buffer.destroy();
    [caches, buffers] = [{}, []];
  }

  async function readText({ rows, length, hidden, mask }: Condition): Promise<Tensors> {
    const outputs = await device.run(textSession, {
      states: new Tensor('float32', hidden, [rows, length, hidden.length / (rows * length)]),
      mask: new Tensor('float32', Float32Array.from(mask), [rows, length, 1]),
    });
    return Object.fromEntries(textNames.map((name) => [name, outputs[name] as Ort.Tensor]));
  }

  async function run(codes: Int32Array, rows: number, bias: Ort.Tensor): Promise<Float32Array> {
    const length = codes.length / (rows * codebooks);
    if (position + length > capacity) throw new RangeError(`the window has ${capacity} columns`);
    const embedded = new Float32Array(rows * length * embedding.width);
    embedColumns(embedding, codes, rows, position, embedded);
    position += length;
    const fetches = Object.fromEntries(presentNames.map((name, i) => [name, caches[pastNames[i]!]!]));
    const outputs = await device.run(
      session,
      {
        ...caches,
        bias,
        embedded: new Tensor('float32', embedded, [rows, length, embedding.width]),
        seen: new Tensor('int32', new Int32Array(rows).fill(position - 1), [rows]),
        total: new Tensor('int32', [position], [1]),
      },
      // The logits have no place of their own: they are read back.
      { ...fetches, logits: null },
    );
    return outputs['logits']!.data as Float32Array;
  }

  return {
    async begin(condition, codes, columns) {
      forget();
      const { rows, length: textLength } = condition;
      const length = codes.length / (rows * codebooks);
      [position, capacity] = [0, columns];
      caches = await readText(condition);
      for (const name of pastNames) caches[name] = resident([rows, heads, capacity, headDim]);
      caches['bias'] = resident([rows, 1, 1, textLength], biasOf(condition, 1, type));
      const bias = resident([rows, 1, length, textLength], biasOf(condition, length, type));
      return run(codes, rows, bias);
    },
    step: (codes) => run(codes, codes.length / codebooks, caches['bias']!),
    async close() {
      forget();
      await session.release();
      await textSession.release();
    },
  };
}
