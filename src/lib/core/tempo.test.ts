import { expect, test } from 'vitest';
import { toldTempo } from './tempo.ts';

test.each([
  [60, 61, [61]],
  [60.4, 63.3, [62]],
  [62, 60, [61]],
  [60, 60, [60]],
  [60, 63, [60, 63]],
  [104.4, 71.6, [104, 72]],
])('a tempo from %d to %d is told as %j', (start, end, told) => {
  expect(toldTempo({ start, end })).toEqual(told);
});
