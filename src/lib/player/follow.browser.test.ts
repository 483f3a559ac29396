import { afterAll, beforeAll, expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import { followPosition } from './follow.ts';
import { gesture } from './gesture.testing.ts';
import { createPlayer } from './player.ts';

const RATE = 44100;

const askFor = (motion: 'reduce' | 'no-preference') =>
  cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value: motion }] });

beforeAll(gesture);
afterAll(() => askFor('no-preference'));

/** @returns when a playing player's position was told, ms, the first `count` times; then it tells no more. */
async function toldAt(count: number): Promise<number[]> {
  const context = new AudioContext({ sampleRate: RATE });
  const player = createPlayer(context, 60);
  const silence = new Float32Array(60 * RATE);
  player.finish({ sampleRate: RATE, channels: [silence, silence] });
  await player.play();
  const times: number[] = [];
  await new Promise<void>((resolve) => {
    const stop = followPosition(player, () => {
      times.push(performance.now());
      if (times.length < count) return;
      stop();
      resolve();
    });
  });
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(times).toHaveLength(count);
  player.dispose();
  await context.close();
  return times;
}

const gaps = (times: number[]) => times.slice(1).map((time, index) => time - times[index]!);

test('a position is told on every frame, and no more once nobody follows', async () => {
  await askFor('no-preference');
  const short = gaps(await toldAt(21)).filter((gap) => gap < 200);
  expect(short.length).toBeGreaterThan(10);
});

test('who asks for less motion is told four times a second', async () => {
  await askFor('reduce');
  const shortest = Math.min(...gaps(await toldAt(4)));
  expect(shortest).toBeGreaterThan(240);
  expect(shortest).toBeLessThan(1000);
});
