import { afterEach, expect, test } from 'vitest';
import { AttuneError } from '../../core/errors.ts';
import type { sample } from './sample.worker.ts';
import { connect, type Connection } from './connect.ts';

type Sample = typeof sample;
let connection: Connection<Sample>;
let spawned = 0;

function open(): Sample {
  spawned = 0;
  connection = connect<Sample>(() => {
    spawned++;
    return new Worker(new URL('./sample.worker.ts', import.meta.url), { type: 'module' });
  }, ['count']);
  return connection.api;
}

afterEach(() => connection.close());

test('arguments go over and results come back', async () => {
  const api = open();
  expect(await api.add(2, 3)).toBe(5);
  expect(await Promise.all([api.add(1, 1), api.add(2, 2)])).toEqual([2, 4]);
  expect(spawned).toBe(1);
});

test('a worker lives from the first call to the end of the connection', async () => {
  const api = open();
  expect(connection.isLiving()).toBe(false);
  await api.add(2, 3);
  expect(connection.isLiving()).toBe(true);
  connection.close();
  expect(connection.isLiving()).toBe(false);
});

test('a function argument is called on this side, before the result', async () => {
  const seen: number[] = [];
  expect(await open().report((fraction) => seen.push(fraction))).toBe('reported');
  expect(seen).toEqual([0.5, 1]);
});

test('errors keep their code and details', async () => {
  const api = open();
  await expect(api.fail('no_face')).rejects.toMatchObject({ code: 'no_face', details: { width: 3 } });
  await expect(api.fail('plain')).rejects.toMatchObject({
    code: 'unexpected',
    details: { reason: 'out of range' },
  });
});

test('binary results arrive whole', async () => {
  const { left } = await open().samples(1000);
  expect(left).toHaveLength(1000);
  expect(left.every((value) => value === 0.25)).toBe(true);
});

test('an abort is felt here at once, though the worker is busy, and over there when it can listen', async () => {
  const api = open();
  await api.add(0, 0);
  const abort = new AbortController();
  const hanging = api.hang(abort.signal);
  const spinning = api.spin(1500);
  let spun = false;
  void spinning.then(() => (spun = true));
  abort.abort();
  await expect(hanging).rejects.toMatchObject({ code: 'cancelled' });
  expect(spun).toBe(false);
  await spinning;
  await expect(api.hang(abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
});

test('a stream comes in order and ends', async () => {
  const seen: number[] = [];
  for await (const value of open().count(5)) seen.push(value);
  expect(seen).toEqual([1, 2, 3, 4, 5]);
});

test('a stream is pulled: the worker is never ahead of its consumer', async () => {
  const api = open();
  for await (const value of api.count(100)) {
    expect(await api.howManyPulled()).toBe(value);
    if (value === 3) break;
  }
  await expect.poll(() => api.howManyPulled()).toBe(-1);
});

test('an aborted stream throws cancelled and stops the generator', async () => {
  const api = open();
  const abort = new AbortController();
  const consume = async (): Promise<void> => {
    for await (const value of api.count(100, abort.signal)) if (value === 2) abort.abort();
  };
  await expect(consume()).rejects.toMatchObject({ code: 'cancelled' });
  await expect.poll(() => api.howManyPulled()).toBe(-1);
});

test('an argument that cannot be cloned fails its call, and the next call is served', async () => {
  const api = open();
  await expect(api.add(Symbol('two') as unknown as number, 3)).rejects.toThrow();
  expect(await api.add(2, 3)).toBe(5);
});

for (const death of ['die', 'leave'] as const) {
  test(`when the worker dies (${death}), every call fails, and the next call gets a new worker`, async () => {
    const api = open();
    await api.add(0, 0);
    const waiting = [api.hang(new AbortController().signal), api[death]()];
    for (const call of waiting) await expect(call).rejects.toMatchObject({ code: 'worker_crashed' });
    expect(await api.add(4, 5)).toBe(9);
    expect(spawned).toBe(2);
  });
}

test('a worker that never starts fails its calls', async () => {
  connection = connect<Sample>(() => new Worker('/no-such-worker.js'));
  await expect(connection.api.add(1, 2)).rejects.toMatchObject({ code: 'worker_crashed' });
});

test('closing for a reason ends the calls under way with it', async () => {
  const hanging = open().hang(new AbortController().signal);
  connection.close(new AttuneError('device_failed'));
  await expect(hanging).rejects.toMatchObject({ code: 'device_failed' });
});

test('closing ends the calls under way as cancelled', async () => {
  const api = open();
  const hanging = api.hang(new AbortController().signal);
  connection.close();
  await expect(hanging).rejects.toMatchObject({ code: 'cancelled' });
  expect(await api.add(1, 2)).toBe(3);
});
