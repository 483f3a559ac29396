import { expect, test } from 'vitest';
import type { Audio } from '../../core/audio.ts';
import { times, tone, type Stretch } from '../../../../tests/fixtures/signals.ts';
import { hopPowers } from './hop-powers.ts';
import { loudnessRange } from './loudness-range.ts';

const range = (audio: Audio): number => loudnessRange(hopPowers(audio));

// EBU Tech 3342 (2016), table 1, cases 1 to 4; the tolerance there is 1 LU.
const CASES: [number, Stretch[], number][] = [
  [
    1,
    [
      [-20, 20],
      [-30, 20],
    ],
    10,
  ],
  [
    2,
    [
      [-20, 20],
      [-15, 20],
    ],
    5,
  ],
  [
    3,
    [
      [-40, 20],
      [-20, 20],
    ],
    20,
  ],
  [
    4,
    [
      [-50, 20],
      [-35, 20],
      [-20, 20],
      [-35, 20],
      [-50, 20],
    ],
    15,
  ],
];

test.each(CASES)('EBU Tech 3342 case %i', (_, stretches, expected) => {
  expect(Math.abs(range(tone(stretches)) - expected)).toBeLessThan(0.2);
});

test('levels that alternate within 3 s are no range (EBU Tech 3341 case 9)', () => {
  const stretches = Array.from({ length: 5 }, (): Stretch[] => [
    [-20, 1.34],
    [-30, 1.66],
  ]).flat();
  expect(range(tone(stretches))).toBeLessThan(0.2);
});

test('gain does not change the range', () => {
  const audio = tone(
    [
      [-20, 8],
      [-27, 8],
    ],
    { sampleRate: 32000 },
  );
  expect(range(times(audio, 0.25))).toBeCloseTo(range(audio), 4);
});

test('silence and sounds shorter than 3 s have none', () => {
  expect(range({ sampleRate: 48000, channels: [new Float32Array(480000)] })).toBe(0);
  expect(
    range(
      tone([
        [-20, 1],
        [-40, 1.5],
      ]),
    ),
  ).toBe(0);
});
