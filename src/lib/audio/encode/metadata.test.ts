import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyBrief } from '../../../../tests/fixtures/any-brief.ts';
import { Params } from '../../core/params.ts';
import type { Take } from '../../core/take.ts';
import { takeMetadata } from './metadata.ts';

/** As much of a take as goes into a file, and what must not. */
const takeOf = (brief: Take['brief'], seed: number): Take =>
  ({
    id: '0b0e7d5e-8a5e-4d65-9a57-1f6d0c3b9a11',
    createdAt: 1_700_000_000_123,
    engine: 'composer',
    brief,
    params: Params.parse({ seed, duration: brief.duration }),
  }) as Take;

test('what is needed to make the piece again is there', () => {
  fc.assert(
    fc.property(anyBrief, fc.nat(), (brief, seed) => {
      const take = takeOf(brief, seed);
      const metadata = takeMetadata(take);
      expect(metadata.prompt).toBe(brief.prompt);
      expect(JSON.parse(metadata.comment)).toEqual({
        software: 'Attune',
        engine: 'composer',
        prompt: brief.prompt,
        ...take.params,
      });
    }),
  );
});

test('nothing but the prompt tells of the listener: not the emotion, the affect, their words, nor the time', () => {
  const secret = { words: 'my own words', emotion: 'disgust' as const, mood: ['queasy'] };
  fc.assert(
    fc.property(anyBrief, (brief) => {
      const told = JSON.stringify(takeMetadata(takeOf({ ...brief, ...secret, prompt: 'a prompt' }, 7)));
      for (const trace of [
        'my own words',
        'disgust',
        'queasy',
        'valence',
        'arousal',
        '1700000000',
        '0b0e7d5e',
      ]) {
        expect(told).not.toContain(trace);
      }
    }),
  );
});

test('the same parameters in another order are the same text', () => {
  fc.assert(
    fc.property(anyBrief, fc.nat(), (brief, seed) => {
      const take = takeOf(brief, seed);
      const params = Object.fromEntries(Object.entries(take.params).reverse()) as Params;
      expect(takeMetadata({ ...take, params })).toEqual(takeMetadata(take));
    }),
  );
});
