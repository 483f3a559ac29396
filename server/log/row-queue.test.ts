import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Unavailable } from '../database/errors.ts';
import { RowQueue } from './row-queue.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A queue of ten rows at most, written by three, and what came of it. */
function queueOf(refuses: (rows: readonly number[]) => Error | null = () => null) {
  const batches: number[][] = [];
  const state = { lost: 0, refuses };
  const queue = new RowQueue<number>({
    most: 10,
    batch: 3,
    write(rows) {
      const error = state.refuses(rows);
      if (error === null) batches.push([...rows]);
      return error === null ? Promise.resolve() : Promise.reject(error);
    },
    lose: (count) => void (state.lost += count),
  });
  return {
    queue,
    batches,
    state,
    push: (rows: number) => [...Array(rows).keys()].forEach((n) => queue.push(n)),
  };
}

test('rows are written in their order, some at a time, without being asked', async () => {
  const { batches, push } = queueOf();
  push(7);
  expect(batches).toEqual([]);
  await vi.runAllTimersAsync();
  expect(batches).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
});

test('when too many wait, the oldest give way, and are counted', async () => {
  const { queue, batches, state, push } = queueOf();
  push(25);
  await queue.flush();
  expect(batches.flat()).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
  expect(state.lost).toBe(15);
});

test('rows wait for a database that is away, and no more of them than fit', async () => {
  const { batches, state, push, queue } = queueOf(() => new Unavailable('away'));
  push(8);
  await vi.advanceTimersByTimeAsync(60_000);
  push(8);
  expect(batches).toEqual([]);
  state.refuses = () => null;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(batches.flat()).toEqual([6, 7, 0, 1, 2, 3, 4, 5, 6, 7]);
  expect(state.lost).toBe(6);
  await queue.close();
  expect(state.lost).toBe(6);
});

test('a row that the database refuses takes no other with it', async () => {
  const { queue, batches, state, push } = queueOf((rows) =>
    rows.includes(4) ? new Error('too long') : null,
  );
  push(7);
  await queue.flush();
  expect(batches.flat()).toEqual([0, 1, 2, 3, 5, 6]);
  expect(state.lost).toBe(1);
});

test('at the end everything is written, rows that come meanwhile too; what can not be is told of', async () => {
  const { queue, batches, state, push } = queueOf();
  push(5);
  const closing = queue.flush().then(() => queue.close());
  queue.push(99);
  await closing;
  expect(batches.flat()).toEqual([0, 1, 2, 3, 4, 99]);
  state.refuses = () => new Unavailable('away');
  push(4);
  await queue.close();
  expect(state.lost).toBe(4);
  expect(vi.getTimerCount()).toBe(0);
});
