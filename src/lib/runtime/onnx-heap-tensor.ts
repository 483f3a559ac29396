import { allocate, failure, lastError, reserve } from './onnx-heap-memory.ts';
import type { OrtModule, Pointer } from './onnx-heap.ts';

/** Element types by onnxruntime's numbers, and what views they have. */
const TYPES = {
  float32: { number: 1, array: Float32Array },
  int32: { number: 6, array: Int32Array },
  float16: { number: 10, array: Uint16Array },
} as const;

export type HeapType = keyof typeof TYPES;
type HeapArray<T extends HeapType> = InstanceType<(typeof TYPES)[T]['array']>;

const CPU = 1;

/** A tensor that lies in the runtime's memory for as long as it is not closed. */
export interface HeapTensor<T extends HeapType = HeapType> {
  readonly handle: Pointer;
  /** A view of its elements, good until the runtime's memory grows: take it anew for each use. */
  data(): HeapArray<T>;
  close(): void;
}

/** @throws AttuneError `device_failed` where the memory has no room for it: what was taken is given back. */
export function heapTensor<T extends HeapType>(
  module: OrtModule,
  type: T,
  shape: readonly number[],
): HeapTensor<T> {
  const { number, array } = TYPES[type];
  const length = shape.reduce((product, size) => product * size, 1);
  const bytes = length * array.BYTES_PER_ELEMENT;
  const data = reserve(module, bytes);
  module.HEAPU8.fill(0, data, data + bytes);
  let handle: Pointer;
  try {
    handle = tensorOver(module, number, data, bytes, shape);
  } catch (error) {
    module._free(data);
    throw error;
  }
  return {
    handle,
    data: () => new array(module.HEAPU8.buffer as ArrayBuffer, data, length) as HeapArray<T>,
    close() {
      module._OrtReleaseTensor(handle);
      module._free(data);
    },
  };
}

/** onnxruntime's own handle of a tensor whose elements lie at `data`. */
function tensorOver(
  module: OrtModule,
  type: number,
  data: Pointer,
  bytes: number,
  shape: readonly number[],
): Pointer {
  const sizes = allocate(module, new Uint8Array(Int32Array.from(shape).buffer));
  const handle = module._OrtCreateTensor(type, data, bytes, sizes, shape.length, CPU);
  module._free(sizes);
  if (handle === 0) throw failure(lastError(module));
  return handle;
}
