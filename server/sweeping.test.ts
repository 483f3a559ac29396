import { afterEach, expect, test, vi } from 'vitest';
import type { Database } from './database/database.ts';
import { log } from './log/log.ts';
import { keepSwept } from './sweeping.ts';

afterEach(() => vi.useRealTimers());

test('each sweep comes soon and at its own pace, one after the other, and none is held up by one that fails', async () => {
  vi.useFakeTimers();
  const errors = vi.spyOn(log, 'error').mockReturnValue();
  const failing = vi.fn(() => Promise.reject(new TypeError('broken')));
  const slow = vi.fn(() => new Promise<void>((resolve) => setTimeout(resolve, 90_000)));
  keepSwept(
    [
      { name: 'fail', pause: 60_000, run: failing },
      { name: 'be slow', pause: 60_000, run: slow },
    ],
    () => Promise.resolve({} as Database),
  );
  await vi.advanceTimersByTimeAsync(15_000);
  expect([failing.mock.calls.length, slow.mock.calls.length]).toEqual([1, 1]);
  expect(errors).toHaveBeenCalledWith({ operation: 'fail', message: expect.stringMatching(/^TypeError/) });
  await vi.advanceTimersByTimeAsync(120_000);
  expect([failing.mock.calls.length, slow.mock.calls.length]).toEqual([3, 1]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(slow).toHaveBeenCalledTimes(2);
});

test('where there is no database there is nothing to sweep', async () => {
  vi.useFakeTimers();
  const run = vi.fn(() => Promise.resolve());
  keepSwept([{ name: 'sweep', pause: 1000, run }], () => Promise.resolve(null));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(run).not.toHaveBeenCalled();
});
