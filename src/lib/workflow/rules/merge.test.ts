import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyBrief, anyWords, coherent } from './briefs.testing.ts';
import { draft } from './draft.ts';
import { merge } from './merge.ts';

const CALM = draft({ emotion: 'neutral', affect: null, intent: 'soothe', duration: 30, seed: 2 });

test('any words bend any brief to a coherent one, and the same words again change nothing', () => {
  fc.assert(
    fc.property(anyBrief, anyWords, (brief, words) => {
      const merged = coherent(merge(brief, words));
      expect(merge(merged, words)).toEqual(merged);
    }),
    { numRuns: 200 },
  );
});

test('keeps every wish in the order they came', () => {
  const merged = merge(merge(CALM, '慢一点'), 'no drums');
  expect(merged.words).toBe('慢一点\nno drums');
  expect(merged.tempo.start).toBeLessThan(CALM.tempo.start);
  expect(merged.avoid).toContain('drums');
});

test('reads what was said before as it was said', () => {
  const merged = merge(merge(CALM, 'no drums'), 'piano');
  expect(merge(merged, 'express').avoid).not.toContain('piano');
  expect(merge(merge(CALM, '70 bpm'), '90 bpm').prompt).not.toContain('listener also says');
});

test('words without a known meaning reach the prompt as they were written', () => {
  expect(merge(CALM, '像外婆家的窗边').prompt).toContain('“外婆家的窗边”');
});

test.each([
  ['in the middle of a line', 'no drums, a walk in the snow', 1990],
  ['just after a line', 'no drums', 2000],
])('words that grow too long lose their oldest lines whole, %s', (_, oldest, length) => {
  const newest = '鱻'.repeat(length);
  expect(merge(merge(CALM, oldest), newest).words).toBe(newest);
});

test('words of exactly the longest length stay whole', () => {
  const newest = '鱻'.repeat(1991);
  expect(merge(merge(CALM, 'no drums'), newest).words).toBe(`no drums\n${newest}`);
});

test('a longest text of unknown words still fits', () => {
  coherent(merge(CALM, '鱻'.repeat(5000)));
});
