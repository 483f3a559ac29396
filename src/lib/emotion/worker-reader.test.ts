import { afterEach, expect, test, vi } from 'vitest';
import type { ErrorCode } from '../core/errors.ts';
import type { Reply, Request } from '../runtime/rpc/protocol.ts';
import { workerReader } from './worker-reader.ts';

/** Lets `spawned` count workers that answer every call with an error. */
function failingWith(code: ErrorCode): { spawned: number } {
  const count = { spawned: 0 };
  class FailingWorker extends EventTarget {
    constructor() {
      super();
      count.spawned++;
    }
    postMessage({ id }: Request): void {
      const data: Reply = { kind: 'error', id, code, details: {} };
      setTimeout(() => this.dispatchEvent(new MessageEvent('message', { data })));
    }
    terminate(): void {}
  }
  vi.stubGlobal('Worker', FailingWorker);
  return count;
}

afterEach(() => vi.unstubAllGlobals());

test('where the device failed, the calls under way say so, and the next one gets a new worker', async () => {
  const count = failingWith('device_failed');
  const reader = workerReader();
  const waiting = [reader.load(), reader.read(new Blob())];
  for (const call of waiting) await expect(call).rejects.toMatchObject({ code: 'device_failed' });
  expect(count.spawned).toBe(1);
  await expect(reader.load()).rejects.toMatchObject({ code: 'device_failed' });
  expect(count.spawned).toBe(2);
});

test('a picture that cannot be read costs no worker', async () => {
  const count = failingWith('picture_unreadable');
  const reader = workerReader();
  for (const _ of [1, 2]) {
    await expect(reader.read(new Blob())).rejects.toMatchObject({ code: 'picture_unreadable' });
  }
  expect(count.spawned).toBe(1);
});
