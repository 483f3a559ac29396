import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Brief } from '../../core/brief.ts';
import { EMOTIONS, INTENTS } from '../../core/emotion.ts';
import { GENRES } from '../../core/brief.ts';
import { Score, type Measures } from '../../core/take.ts';
import { score } from './score.ts';
import { styleBands } from './style-bands.ts';

const middle = ([low, high]: readonly [number, number]): number => Math.sqrt(low * high);

function brief(change: Partial<Brief> = {}): Brief {
  return {
    version: 1,
    author: 'rules',
    intent: 'soothe',
    emotion: 'sad',
    duration: 30,
    genre: 'lo-fi',
    mood: [],
    tempo: { start: 60, end: 76 },
    sections: [],
    mix: { reverb: 0, warmth: 0, brightness: 0, hiss: 0 },
    avoid: [],
    words: '',
    prompt: 'music',
    ...change,
  };
}

/** Measures of a take that is just as its brief asks. */
function right(wanted: Brief, change: Partial<Measures> = {}): Measures {
  const { onsetRate, centroid } = styleBands(wanted);
  return {
    duration: wanted.duration,
    loudness: -16,
    range: 6,
    truePeak: -1,
    clipped: 0,
    silent: 0,
    tempo: (wanted.tempo.start + wanted.tempo.end) / 2,
    onsetRate: middle(onsetRate),
    centroid: middle(centroid),
    ...change,
  };
}

const total = (change: Partial<Measures>): number => score(right(brief(), change), brief()).total;

test('a take that is as its brief asks scores 1, for every emotion, intent and genre', () => {
  for (const emotion of EMOTIONS) {
    for (const intent of INTENTS) {
      for (const genre of GENRES) {
        const wanted = brief({ emotion, intent, genre });
        expect(score(right(wanted), wanted)).toEqual({ total: 1, gates: 1, tempo: 1, dynamics: 1, style: 1 });
      }
    }
  }
});

describe('a failed take fails, whatever else is right', () => {
  test.each<[string, Partial<Measures>]>([
    ['half the length', { duration: 15 }],
    ['a third too long', { duration: 40 }],
    ['clipped in 5% of its samples', { clipped: 0.05 }],
    ['silent for most of the time', { silent: 0.8 }],
    ['silence', { silent: 1, loudness: null, truePeak: null, tempo: null, onsetRate: 0, centroid: 0 }],
  ])('%s', (_, change) => {
    expect(total(change)).toBeLessThan(0.05);
  });
});

test('20 ms of length, a rest and the tail of a reverb cost nothing that could be heard', () => {
  expect(total({ duration: 30.02 })).toBeGreaterThan(0.999);
  expect(total({ silent: 0.08 })).toBe(1);
});

test('half and double time count for three fifths, other tempi for nothing', () => {
  const tempo = (bpm: number): number | null => score(right(brief(), { tempo: bpm }), brief()).tempo;
  expect(tempo(60)).toBe(1);
  expect(tempo(76)).toBe(1);
  expect(tempo(84)).toBeCloseTo(Math.exp(-1), 6);
  expect(tempo(140)).toBeCloseTo(0.6, 6);
  expect(tempo(34)).toBeCloseTo(0.6, 6);
  expect(tempo(96)).toBeLessThan(0.1);
});

test('music without a pulse is scored by the rest alone', () => {
  const calm = score(right(brief(), { tempo: null }), brief());
  expect(calm).toMatchObject({ tempo: null, total: 1 });
  const dull = score(right(brief(), { tempo: null, centroid: 9000 }), brief());
  expect(dull.total).toBeCloseTo((0.25 + 0.4 * dull.style) / 0.65, 9);
});

test('a tempo path may lead up or down', () => {
  const up = brief({ tempo: { start: 60, end: 76 } });
  const down = brief({ tempo: { start: 76, end: 60 } });
  expect(score(right(up), up)).toEqual(score(right(down), down));
});

test('the further outside a band, the less', () => {
  const falling = (values: number[]): void => {
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(new Set(values).size).toBe(values.length);
  };
  falling([-13, -11, -9, -6].map((loudness) => total({ loudness })));
  falling([3, 2, 1, 0].map((range) => total({ range })));
  falling([4000, 6000, 9000].map((centroid) => total({ centroid })));
  falling([12, 16, 24].map((onsetRate) => total({ onsetRate })));
});

test('the parts make up the total, and all stay between 0 and 1', () => {
  const number = (max: number): fc.Arbitrary<number> => fc.double({ min: 0, max, noNaN: true });
  const measures = fc.record({
    duration: number(200),
    loudness: fc.option(fc.double({ min: -70, max: 10, noNaN: true })),
    range: number(60),
    truePeak: fc.constant(-1),
    clipped: number(1),
    silent: number(1),
    tempo: fc.option(fc.double({ min: 40, max: 210, noNaN: true })),
    onsetRate: number(50),
    centroid: number(20000),
  });
  fc.assert(
    fc.property(measures, (taken) => {
      const { total, gates, tempo, dynamics, style } = Score.parse(score(taken, brief()));
      expect(total).toBeCloseTo(gates * (0.35 * tempo! + 0.25 * dynamics + 0.4 * style), 12);
    }),
  );
});
