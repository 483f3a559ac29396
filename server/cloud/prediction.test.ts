import { expect, test } from 'vitest';
import { fractionOf, reasonOf } from './prediction.ts';

test.each([
  ['', null],
  ['Using seed: 7', null],
  ['  0%|          | 0/503 [00:00<?, ?it/s]\r 42%|####      | 211/503 [00:03<00:05, 55it/s]', 0.42],
  ['100%|##########| 503/503', 1],
  ['   253 /    503', 253 / 503],
  ['10 / 0', null],
])('of "%s" %s is made', (logs, fraction) => {
  expect(fractionOf(logs)).toBe(fraction);
});

test('a reason is one short line', () => {
  expect(reasonOf(' out of\n  memory ')).toBe('out of memory');
  expect(reasonOf('x'.repeat(999))).toHaveLength(200);
  expect(reasonOf(`${'x'.repeat(199)}🎵`).isWellFormed()).toBe(true);
  for (const none of [null, undefined, {}, '']) expect(reasonOf(none)).toBe('?');
});
