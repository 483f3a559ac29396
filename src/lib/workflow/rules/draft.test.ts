import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMOTIONS, INTENTS, type Affect, type Emotion, type Intent } from '../../core/emotion.ts';
import { silenced } from './avoided.ts';
import { anyOccasion, coherent } from './briefs.testing.ts';
import { courseOf } from './course.ts';
import { draft } from './draft.ts';

function typical(emotion: Emotion, intent: Intent, duration = 120, seed = 1) {
  return draft({ emotion, affect: null, intent, duration, seed });
}

function affectsOf(brief: ReturnType<typeof draft>): Affect[] {
  return brief.sections.map(({ affect }) => affect);
}

/** Whether numbers go one way, up or down. */
function oneWay(numbers: readonly number[]): boolean {
  const up = numbers.every((x, i) => i === 0 || x >= (numbers[i - 1] ?? x));
  const down = numbers.every((x, i) => i === 0 || x <= (numbers[i - 1] ?? x));
  return up || down;
}

describe('any draft', () => {
  test('is a coherent brief, and the same one every time', () => {
    fc.assert(
      fc.property(anyOccasion, (occasion) => {
        const brief = coherent(draft(occasion));
        expect(draft(occasion)).toEqual(brief);
      }),
      { numRuns: 200 },
    );
  });

  test('stays sad for at most a quarter of the piece', () => {
    const occasions = anyOccasion.map((occasion) => ({ ...occasion, emotion: 'sad' as const }));
    fc.assert(
      fc.property(occasions, (occasion) => {
        const { sections, duration } = draft(occasion);
        const sad = sections.filter(({ affect }) => affect.valence <= -0.3);
        const time = sad.reduce((sum, { start, end }) => sum + end - start, 0);
        expect(time).toBeLessThanOrEqual(duration / 4);
        expect(sad.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 200 },
    );
  });

  test('leads the affect to the goal without turning back when it soothes', () => {
    const occasions = anyOccasion.map((occasion) => ({ ...occasion, intent: 'soothe' as const }));
    fc.assert(
      fc.property(occasions, (occasion) => {
        const brief = draft(occasion);
        const path = affectsOf(brief);
        path.forEach(({ valence }, i) => expect(valence).toBeGreaterThanOrEqual(path[i - 1]?.valence ?? -1));
        expect(oneWay(path.map(({ arousal }) => arousal))).toBe(true);
        const { start, end } = courseOf(brief.emotion, 'soothe').tempo;
        expect((brief.tempo.end - brief.tempo.start) * (end - start)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 200 },
    );
  });

  test('keeps out what the emotion cannot bear and what it says to avoid', () => {
    fc.assert(
      fc.property(anyOccasion, (occasion) => {
        const brief = draft(occasion);
        const out = new Set([...courseOf(brief.emotion, brief.intent).forbidden, ...silenced(brief.avoid)]);
        for (const { instruments } of brief.sections)
          expect(instruments.filter((i) => out.has(i))).toEqual([]);
      }),
    );
  });

  test('never moves its tempo faster than 3 percent a bar', () => {
    fc.assert(
      fc.property(anyOccasion, (occasion) => {
        const { tempo, duration } = draft(occasion);
        const bar = 240 / Math.min(tempo.start, tempo.end);
        const perBar = (Math.abs(tempo.end - tempo.start) * bar) / duration;
        expect(perBar).toBeLessThanOrEqual(0.03 * Math.min(tempo.start, tempo.end) + 1e-9);
      }),
      { numRuns: 1000 },
    );
  });
});

test.each<[Emotion, number, number]>([
  ['angry', 104, 72],
  ['disgust', 88, 72],
  ['fear', 92, 60],
  ['sad', 60, 76],
  ['neutral', 76, 72],
  ['happy', 112, 96],
  ['surprise', 100, 80],
])('%s is soothed from %d to %d BPM in two minutes', (emotion, start, end) => {
  expect(typical(emotion, 'soothe').tempo).toEqual({ start, end });
});

test('half a minute of calming fear ends on three bars a breath of ten seconds', () => {
  expect(typical('fear', 'soothe', 30).tempo.end).toBe(72);
});

test.each<[Emotion, string, number]>([
  ['angry', 'metal', 150],
  ['disgust', 'industrial', 110],
  ['fear', 'cinematic', 90],
  ['sad', 'lo-fi', 70],
])('%s is expressed as %s at a steady %d BPM', (emotion, genre, bpm) => {
  for (let seed = 0; seed < 20; seed += 1) {
    const brief = typical(emotion, 'express', 30, seed);
    expect(brief.genre).toBe(genre);
    expect(brief.tempo).toEqual({ start: bpm, end: bpm });
    if (emotion === 'sad') expect(brief.sections[0]?.key).toEqual({ tonic: 'A', mode: 'aeolian' });
  }
});

test('an angrier reading than typical opens faster and busier than a milder one', () => {
  const at = (arousal: number) =>
    draft({ emotion: 'angry', affect: { valence: -0.6, arousal }, intent: 'soothe', duration: 60, seed: 3 });
  expect(at(1).tempo.start).toBeGreaterThan(at(0.3).tempo.start);
  expect(at(1).sections[0]?.density).toBeGreaterThan(at(0.3).sections[0]?.density ?? 1);
});

test('a pleasanter reading than typical sounds brighter', () => {
  const at = (valence: number) =>
    draft({ emotion: 'angry', affect: { valence, arousal: 0.7 }, intent: 'soothe', duration: 60, seed: 3 });
  expect(at(0.2).mix.brightness).toBeGreaterThan(at(-0.9).mix.brightness);
  expect(at(-0.9).sections[0]?.key.mode).toBe('aeolian');
  expect(at(-0.6).sections[0]?.key.mode).toBe('dorian');
});

test.each(EMOTIONS.flatMap((emotion) => INTENTS.map((intent) => [emotion, intent] as const)))(
  'two seeds rarely give the same draft: %s, %s',
  (emotion, intent) => {
    const drafts = Array.from({ length: 40 }, (_, seed) => typical(emotion, intent, 30, seed));
    const shapes = drafts.map(({ genre, sections }) =>
      JSON.stringify([
        genre,
        sections.map(({ key, progression, instruments }) => [key, progression, instruments]),
      ]),
    );
    expect(new Set(shapes).size).toBeGreaterThanOrEqual(26);
  },
);
