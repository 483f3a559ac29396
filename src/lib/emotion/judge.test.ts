import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EMOTIONS, type Emotion, type Probabilities } from '../core/emotion.ts';
import { affect } from './affect.ts';
import { named } from './expression.ts';
import { judge } from './judge.ts';
import { consensus } from './views.ts';

const GOOD = { size: 120, brightness: 0.5 };

const distribution = fc
  .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 })
  .filter((weights) => weights.some((w) => w > 0.01))
  .map((weights) => {
    const total = weights.reduce((a, b) => a + b);
    return Object.fromEntries(EMOTIONS.map((e, i) => [e, weights[i]! / total])) as Probabilities;
  });

function mostly(emotion: Emotion, probability: number): Probabilities {
  const rest = (1 - probability) / 6;
  return Object.fromEntries(EMOTIONS.map((e) => [e, e === emotion ? probability : rest])) as Probabilities;
}

test("names the network's outputs in its own order", () => {
  const named7 = named(Float32Array.of(0, 1, 2, 3, 4, 5, 6));
  expect(named7).toEqual({ neutral: 0, happy: 1, sad: 2, angry: 3, fear: 4, disgust: 5, surprise: 6 });
});

test('names an emotion or a reason to abstain, never both', () => {
  fc.assert(
    fc.property(distribution, fc.double({ min: 0, max: 400, noNaN: true }), (probabilities, size) => {
      const { emotion, unsure, confidence } = judge(probabilities, { ...GOOD, size });
      expect((emotion === null) !== (unsure === null)).toBe(true);
      expect(confidence).toBe(Math.max(...Object.values(probabilities)));
      if (emotion !== null) expect(probabilities[emotion]).toBe(confidence);
    }),
  );
});

test.each([
  ['small', { ...GOOD, size: 12 }, 0.99],
  ['dark', { ...GOOD, brightness: 0.02 }, 0.99],
  ['ambiguous', GOOD, 0.4],
] as const)('abstains from a face that is %s', (reason, quality, probability) => {
  expect(judge(mostly('happy', probability), quality)).toMatchObject({ emotion: null, unsure: reason });
  expect(judge(mostly('happy', 0.99), GOOD)).toMatchObject({ emotion: 'happy', unsure: null });
});

test('abstains between two emotions, however likely both are together', () => {
  const torn = { ...mostly('happy', 0), happy: 0.51, sad: 0.45, neutral: 0.04 };
  expect(judge(torn, GOOD).unsure).toBe('ambiguous');
});

test('a consensus is a distribution, and disagreement lowers it', () => {
  fc.assert(
    fc.property(fc.array(distribution, { minLength: 1, maxLength: 10 }), (views) => {
      const mean = consensus(views);
      expect(Object.values(mean).reduce((a, b) => a + b)).toBeCloseTo(1, 9);
      const surest = Math.max(...views.flatMap((view) => Object.values(view)));
      expect(Math.max(...Object.values(mean))).toBeLessThanOrEqual(surest + 1e-12);
    }),
  );
  expect(judge(consensus([mostly('sad', 1), mostly('happy', 1)]), GOOD).unsure).toBe('ambiguous');
});

test('affect lies where the emotions do', () => {
  expect(affect(mostly('happy', 1)).valence).toBeGreaterThan(0.5);
  expect(affect(mostly('sad', 1)).arousal).toBeLessThan(0);
  expect(affect(mostly('angry', 1)).arousal).toBeGreaterThan(0.5);
  expect(affect(mostly('neutral', 1))).toEqual({ valence: 0, arousal: 0 });
  fc.assert(
    fc.property(distribution, (probabilities) => {
      const { valence, arousal } = affect(probabilities);
      expect(Math.abs(valence)).toBeLessThan(1);
      expect(Math.abs(arousal)).toBeLessThan(1);
    }),
  );
});
