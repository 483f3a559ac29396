import type * as Ort from 'onnxruntime-web';
import { allocate, failure, lastError, reserve } from './onnx-heap-memory.ts';
import { heapTensor, type HeapTensor, type HeapType } from './onnx-heap-tensor.ts';
import { NoHeap, ortModule, type Pointer } from './onnx-heap.ts';

const LOG_WARNINGS = 2;

/** A session whose tensors stay in the runtime's memory; one tensor may be input and output at once. */
export interface HeapSession {
  /** @throws AttuneError `device_failed` where the memory has no room for it: what was taken is given back. */
  tensor<T extends HeapType>(type: T, shape: readonly number[]): HeapTensor<T>;
  /** @throws Error with onnxruntime's words where it gives up; AttuneError `device_failed` where memory runs out. */
  run(
    inputs: Readonly<Record<string, HeapTensor>>,
    outputs: Readonly<Record<string, HeapTensor>>,
  ): Promise<void>;
  close(): Promise<void>;
}

/**
 * Makes a session run in place. It is closed with what this gives back.
 * @throws NoHeap where this onnxruntime does not let itself be used so; AttuneError `device_failed` where memory runs
 * out. The session stays the caller's then.
 */
export function inHeap(ort: typeof Ort, session: Ort.InferenceSession): HeapSession {
  const module = ortModule(ort);
  const handle = handleOf(session);
  const names = new Map<string, Pointer>();
  const options = module._OrtCreateRunOptions(LOG_WARNINGS, 0, false, 0);
  if (options === 0) throw failure(lastError(module));

  function nameOf(name: string): Pointer {
    if (!names.has(name)) names.set(name, allocate(module, [...new TextEncoder().encode(name), 0]));
    return names.get(name)!;
  }

  async function run(
    inputs: Readonly<Record<string, HeapTensor>>,
    outputs: Readonly<Record<string, HeapTensor>>,
  ): Promise<void> {
    const [ins, outs] = [Object.entries(inputs), Object.entries(outputs)];
    const table = reserve(module, 8 * (ins.length + outs.length));
    try {
      const columns = [ins, ins, outs, outs].map((entries, i) => {
        const before = [0, ins.length, 2 * ins.length, 2 * ins.length + outs.length][i]!;
        entries.forEach(([name, tensor], row) =>
          module.setValue(table + 4 * (before + row), i % 2 === 0 ? nameOf(name) : tensor.handle, '*'),
        );
        return table + 4 * before;
      }) as [Pointer, Pointer, Pointer, Pointer];
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
