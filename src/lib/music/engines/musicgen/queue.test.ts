import { expect, test } from 'vitest';
import { createQueue } from './queue.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve));

test('one at a time, first come first served, and everybody hears their place', async () => {
  const queue = createQueue();
  const said: string[] = [];
  const enter = async (name: string) => {
    const end = await queue.turn((before) => said.push(`${name} waits for ${before}`));
    said.push(`${name} begins`);
    return end;
  };
  const first = await enter('a');
  const [b, c] = [enter('b'), enter('c')];
  first();
  (await b)();
  (await c)();
  expect(said).toEqual([
    'a begins',
    'b waits for 1',
    'b waits for 1',
    'c waits for 2',
    'c waits for 1',
    'b begins',
    'c begins',
  ]);
});

test('who leaves is not waited for, before or just as the turn comes', async () => {
  const queue = createQueue();
  const [early, late] = [new AbortController(), new AbortController()];
  const first = await queue.turn(() => undefined);
  const leaving = queue.turn(() => undefined, early.signal);
  const tooLate = queue.turn(() => undefined, late.signal);
  let turn = false;
  const last = queue.turn(() => undefined).then(() => (turn = true));
  early.abort();
  await expect(leaving).rejects.toMatchObject({ code: 'cancelled' });
  late.abort();
  first();
  await expect(tooLate).rejects.toMatchObject({ code: 'cancelled' });
  await Promise.race([last, settled()]);
  expect(turn).toBe(true);
  await expect(queue.turn(() => undefined, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
});
