import type * as Ort from 'onnxruntime-web';
import { NoHeap, ortModule, type OrtModule, type Pointer } from './onnx-heap.ts';

/** Element types by onnxruntime's numbers, and what views they have. */
const TYPES = {
  float32: { number: 1, array: Float32Array },
  int32: { number: 6, array: Int32Array },
  int64: { number: 7, array: BigInt64Array },
  float16: { number: 10, array: Uint16Array },
  uint8: { number: 2, array: Uint8Array },
} as const;

export type HeapType = keyof typeof TYPES;
export type HeapArray<T extends HeapType> = InstanceType<(typeof TYPES)[T]['array']>;

const CPU = 1;
const LOG_WARNINGS = 2;

/** A tensor that lies in the runtime's memory for as long as it is not closed. */
export interface HeapTensor<T extends HeapType = HeapType> {
  readonly handle: Pointer;
  /** A view of its elements, good until the runtime's memory grows: take it anew for each use. */
  data(): HeapArray<T>;
  close(): void;
}

/** A session whose tensors stay in the runtime's memory; one tensor may be input and output at once. */
export interface HeapSession {
  tensor<T extends HeapType>(type: T, shape: readonly number[]): HeapTensor<T>;
  /** @throws Error with onnxruntime's words where it gives up. */
  run(
    inputs: Readonly<Record<string, HeapTensor>>,
    outputs: Readonly<Record<string, HeapTensor>>,
  ): Promise<void>;
  close(): Promise<void>;
}

/**
 * Makes a session run in place. It is closed with what this gives back.
 * @throws NoHeap where this onnxruntime does not let itself be used so.
 */
export function inHeap(ort: typeof Ort, session: Ort.InferenceSession): HeapSession {
  const module = ortModule(ort);
  const handle = handleOf(session);
  const names = new Map<string, Pointer>();
  const options = module._OrtCreateRunOptions(LOG_WARNINGS, 0, false, 0);

  function nameOf(name: string): Pointer {
    if (!names.has(name)) names.set(name, allocate(module, [...new TextEncoder().encode(name), 0]));
    return names.get(name)!;
  }

  async function run(
    inputs: Readonly<Record<string, HeapTensor>>,
    outputs: Readonly<Record<string, HeapTensor>>,
  ): Promise<void> {
    const [ins, outs] = [Object.entries(inputs), Object.entries(outputs)];
    const table = module._malloc(8 * (ins.length + outs.length));
    const columns = [ins, ins, outs, outs].map((entries, i) => {
      const before = [0, ins.length, 2 * ins.length, 2 * ins.length + outs.length][i]!;
      entries.forEach(([name, tensor], row) =>
        module.setValue(table + 4 * (before + row), i % 2 === 0 ? nameOf(name) : tensor.handle, '*'),
      );
      return table + 4 * before;
    }) as [Pointer, Pointer, Pointer, Pointer];
    try {
      const [inNames, inValues, outNames, outValues] = columns;
      const code = await module._OrtRun(
        handle,
        inNames,
        inValues,
        ins.length,
        outNames,
        outs.length,
        outValues,
        options,
      );
      if (code !== 0) throw new Error(lastError(module));
    } finally {
      module._free(table);
    }
  }

  return {
    tensor: (type, shape) => heapTensor(module, type, shape),
    run,
    async close() {
      module._OrtReleaseRunOptions(options);
      for (const name of names.values()) module._free(name);
      await session.release();
    },
  };
}

/** onnxruntime's own handle of a session, which its public API keeps to itself. */
function handleOf(session: Ort.InferenceSession): Pointer {
  const { handler } = session as unknown as { handler?: { sessionId?: unknown } };
  if (typeof handler?.sessionId !== 'number') throw new NoHeap('the session has no handle');
  return handler.sessionId;
}

function heapTensor<T extends HeapType>(module: OrtModule, type: T, shape: readonly number[]): HeapTensor<T> {
  const { number, array } = TYPES[type];
  const length = shape.reduce((product, size) => product * size, 1);
  const bytes = length * array.BYTES_PER_ELEMENT;
  const data = module._malloc(Math.max(bytes, 1));
  if (data === 0) throw new RangeError(`no memory for ${bytes} bytes`);
  module.HEAPU8.fill(0, data, data + bytes);
  const sizes = allocate(module, new Uint8Array(Int32Array.from(shape).buffer));
  const handle = module._OrtCreateTensor(number, data, bytes, sizes, shape.length, CPU);
  module._free(sizes);
  if (handle === 0) throw new Error(lastError(module));
  return {
    handle,
    data: () => new array(module.HEAPU8.buffer as ArrayBuffer, data, length) as HeapArray<T>,
    close() {
      module._OrtReleaseTensor(handle);
      module._free(data);
    },
  };
}

function allocate(module: OrtModule, bytes: ArrayLike<number>): Pointer {
  const pointer = module._malloc(bytes.length);
  if (pointer === 0) throw new RangeError(`no memory for ${bytes.length} bytes`);
  module.HEAPU8.set(bytes, pointer);
  return pointer;
}

function lastError(module: OrtModule): string {
  const words = module._malloc(8);
  module._OrtGetLastError(words, words + 4);
  const message = module.getValue(words + 4, '*');
  const text = message === 0 ? `code ${module.getValue(words, 'i32')}` : module.UTF8ToString(message);
  module._free(words);
  return text;
}
