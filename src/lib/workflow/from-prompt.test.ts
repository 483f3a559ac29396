import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Brief } from '../core/brief.ts';
import { fromPrompt } from './from-prompt.ts';
import { merge } from './rules/merge.ts';

const SETTINGS = { intent: 'soothe', duration: 30, seed: 1 } as const;

test('keeps the prompt as it was written, and hears what it asks for', () => {
  const prompt = '  Slow rock ballad, 66 bpm, E minor — no piano!  ';
  const brief = fromPrompt(prompt, SETTINGS);
  expect(brief.prompt).toBe(prompt);
  expect(brief.genre).toBe('rock');
  expect(brief.tempo).toEqual({ start: 66, end: 66 });
  expect(brief.sections[0]?.key).toEqual({ tonic: 'E', mode: 'aeolian' });
  expect(brief.avoid).toContain('piano');
});

test('any prompt that is not blank makes a brief', () => {
  const prompts = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 6000 })
    .filter((text) => text.trim() !== '');
  fc.assert(fc.property(prompts, (prompt) => void Brief.parse(fromPrompt(prompt, SETTINGS))));
});

test('the same words merged again change nothing; others are written below', () => {
  const brief = fromPrompt('a harp by the sea', SETTINGS);
  expect(merge(brief, 'a harp by the sea')).toEqual(brief);
  expect(merge(brief, 'no drums').prompt).toBe('a harp by the sea\nno drums');
});

test('a blank prompt is refused', () => {
  expect(() => fromPrompt(' \n', SETTINGS)).toThrow(expect.objectContaining({ code: 'bad_options' }));
});
