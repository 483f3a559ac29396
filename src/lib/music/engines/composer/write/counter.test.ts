import { expect, it } from 'vitest';
import { widestGap } from './counter.ts';

const note = (bar: number, beat: number) => ({ bar, beat, beats: 0.5, pitch: 72, accent: 1 });

it.each([
  ['an empty bar', [], { beat: 0, beats: 4 }],
  ['a tune that starts late', [note(3, 3)], { beat: 0, beats: 3 }],
  ['a tune that ends early', [note(3, 0), note(3, 1)], { beat: 1.5, beats: 2.5 }],
  [
    'a lead-in to the next bar',
    [note(3, 0), note(4, -1), note(4, -0.5), note(4, 0)],
    { beat: 0.5, beats: 2.5 },
  ],
  ['a lead-in of its own', [note(3, -1), note(3, 0)], { beat: 0.5, beats: 3.5 }],
])('finds room for an answer beside %s', (_, melody, gap) => {
  expect(widestGap({ index: 3 }, melody)).toEqual(gap);
});
