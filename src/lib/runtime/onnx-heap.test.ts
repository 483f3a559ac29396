import * as ort from 'onnxruntime-web';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ELEMENT, type Graph } from './onnx-graph/model.ts';
import { writeModel } from './onnx-graph/write.ts';
import './onnx-heap-node.ts';
import { inHeap, type HeapSession } from './onnx-heap-session.ts';
import type { HeapTensor } from './onnx-heap-tensor.ts';
import { NoHeap, ortModule } from './onnx-heap.ts';

/** Adds a row to every row of a memory of any length. */
function adding(operator = 'Add'): Uint8Array {
  const value = (name: string, shape: (number | string)[]) => ({ name, type: ELEMENT.float32, shape });
  const graph: Graph = {
    name: 'adding',
    nodes: [
      {
        name: 'add',
        operator,
        domain: '',
        inputs: ['before', 'row'],
        outputs: ['after'],
        attributes: {},
        rest: [],
      },
    ],
    initialisers: [],
    inputs: [value('before', ['rows', 4]), value('row', [4])],
    outputs: [value('after', ['rows', 4])],
    rest: [],
  };
  return writeModel({ graph, opsets: [{ domain: '', version: 17 }], rest: [Uint8Array.of(8, 8)] });
}

const create = () => ort.InferenceSession.create(adding(), { executionProviders: ['wasm'] });
const open = async (): Promise<HeapSession> => inHeap(ort, await create());

let session: HeapSession;

beforeAll(async () => {
  session = await open();
});

test('a tensor that is input and output at once is changed where it lies', async () => {
  const memory = session.tensor('float32', [2, 4]);
  const row = session.tensor('float32', [4]);
  expect([...memory.data()]).toEqual(new Array(8).fill(0));
  memory.data().set([1, 2, 3, 4], 4);
  row.data().set([10, 20, 30, 40]);
  for (let i = 0; i < 3; i++) await session.run({ before: memory, row }, { after: memory });
  expect([...memory.data()]).toEqual([30, 60, 90, 120, 31, 62, 93, 124]);
  memory.close();
  row.close();
});

test('what does not fit is told in onnxruntime’s words, and the session runs again', async () => {
  const [memory, row, long] = [[2, 4], [4], [5]].map((shape) => session.tensor('float32', shape));
  await expect(session.run({ before: memory!, row: long! }, { after: memory! })).rejects.toThrow(/dimension/);
  await session.run({ before: memory!, row: row! }, { after: memory! });
  for (const tensor of [memory, row, long]) tensor!.close();
});

test('what is closed is used again: memory does not grow', async () => {
  const bytes = () => ortModule(ort).HEAPU8.length;
  const use = () => {
    const tensors = Array.from({ length: 8 }, () => session.tensor('float32', [1 << 19, 4]));
    for (const tensor of tensors) tensor.close();
  };
  use();
  const before = bytes();
  for (let i = 0; i < 20; i++) use();
  expect(bytes()).toBe(before);
  const other = await open();
  await other.close();
});

test.each([
  ['more than is left', [2 ** 30 - 2 ** 20]],
  ['more than 32 bits can count', [2 ** 30, 1]],
])('a tensor of %s is refused as the device, and the session runs on', async (_, shape) => {
  expect(() => session.tensor('float32', shape)).toThrow(
    expect.objectContaining({
      code: 'device_failed',
      details: expect.objectContaining({
        reason: expect.stringMatching(/out of memory/) as string,
      }) as object,
    }),
  );
  const [memory, row] = [[2, 4], [4]].map((shape) => session.tensor('float32', shape));
  await session.run({ before: memory!, row: row! }, { after: memory! });
  for (const tensor of [memory, row]) tensor!.close();
});

describe('when memory runs out', () => {
  let held: Set<number>;
  let asked: number;
  let failing: number;
  let restore: () => void;

  beforeEach(() => {
    const module = ortModule(ort);
    const { _malloc, _free, _OrtCreateTensor } = module;
    [held, asked, failing] = [new Set(), 0, 0];
    restore = () => void Object.assign(module, { _malloc, _free, _OrtCreateTensor });
    Object.assign(module, {
      _malloc(bytes: number) {
        const pointer = ++asked === failing ? 0 : _malloc(bytes);
        if (pointer !== 0) held.add(pointer);
        return pointer;
      },
      _free: (pointer: number) => (held.delete(pointer), _free(pointer)),
    });
  });
  afterEach(() => restore());

  /** A session from its opening to its end, in which one of our allocations fails, counted from 1; none for 0. */
  async function use(which: number): Promise<void> {
    failing = 0;
    const theirs = await create();
    [held, asked, failing] = [new Set(), 0, which];
    const own = inHeap(ort, theirs);
    const tensors: HeapTensor[] = [];
    try {
      const memory = own.tensor('float32', [2, 4]);
      tensors.push(memory);
      const row = own.tensor('float32', [4]);
      tensors.push(row);
      await own.run({ before: memory, row }, { after: memory });
    } finally {
      for (const tensor of tensors) tensor.close();
      await own.close();
    }
  }

  test('it is the device that failed, at whichever allocation, and what was taken is given back', async () => {
    await use(0);
    const all = asked;
    expect(all).toBeGreaterThan(5);
    for (let which = 1; which <= all; which++) {
      await expect(use(which), `${which}`).rejects.toMatchObject({ code: 'device_failed' });
      expect([...held], `${which}`).toEqual([]);
    }
  });

  test('onnxruntime may be the one that has no room', () => {
    Object.assign(ortModule(ort), { _OrtCreateTensor: () => 0 });
    expect(() => session.tensor('float32', [4])).toThrow(expect.objectContaining({ code: 'device_failed' }));
    expect([...held]).toEqual([]);
  });
});

test('another onnxruntime is not touched', () => {
  const other = { env: { versions: { web: '1.31.0' } } } as unknown as typeof ort;
  expect(() => ortModule(other)).toThrow(NoHeap);
  expect(() => ortModule(other)).toThrow('1.31.0');
  const session = { handler: {} } as unknown as ort.InferenceSession;
  expect(() => inHeap(ort, session)).toThrow(NoHeap);
});
