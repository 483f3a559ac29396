import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GENRES, INSTRUMENTS, type Brief } from '../../core/brief.ts';
import { NO_PREFERENCES, type Preferences } from '../../core/preferences.ts';
import { fromPrompt } from '../from-prompt.ts';
import { silenced } from './avoided.ts';
import { anyBrief, anyWords, coherent } from './briefs.testing.ts';
import { draft } from './draft.ts';
import { merge } from './merge.ts';
import { personalise } from './personalise.ts';

const CALM = draft({ emotion: 'neutral', affect: null, intent: 'soothe', duration: 30, seed: 2 });
const FEAR = draft({ emotion: 'fear', affect: null, intent: 'soothe', duration: 30, seed: 2 });

const bpm = fc.integer({ min: 40, max: 200 });
const anyPreferences: fc.Arbitrary<Preferences> = fc.record({
  genres: fc.uniqueArray(fc.constantFrom(...GENRES)),
  instruments: fc.uniqueArray(fc.constantFrom(...INSTRUMENTS)),
  tempo: fc.option(fc.record({ min: bpm, max: bpm })),
  avoid: fc.array(
    fc.oneof(
      fc.constantFrom('drums', '鋼琴', 'no guitar', '小提琴', 'rock'),
      fc.string({ minLength: 1, maxLength: 60 }),
    ),
    {
      maxLength: 16,
    },
  ),
});

function playing(brief: Brief): string[] {
  return brief.sections.flatMap(({ instruments }) => instruments);
}

test('any preferences bend any brief to a coherent one', () => {
  fc.assert(
    fc.property(anyBrief, anyWords, anyPreferences, (brief, words, preferences) => {
      const bent = coherent(personalise(merge(brief, words), preferences));
      const out = silenced(bent.avoid);
      expect(playing(bent).filter((i) => out.has(i as never))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('no preferences change nothing', () => {
  expect(personalise(CALM, NO_PREFERENCES)).toEqual(CALM);
});

test('preferences are followed where the words leave room', () => {
  const bent = personalise(CALM, {
    genres: ['cinematic'],
    instruments: ['harp'],
    tempo: { min: 60, max: 66 },
    avoid: ['笛子'],
  });
  expect(bent.genre).toBe('cinematic');
  expect(playing(bent)).toContain('harp');
  expect(bent.tempo).toEqual({ start: 66, end: 66 });
  expect(bent.avoid).toContain('flute');
});

test('words win over preferences', () => {
  const said = merge(CALM, '摇滚，90 bpm，只要吉他');
  const bent = personalise(said, {
    genres: ['ambient'],
    instruments: ['piano'],
    tempo: { min: 50, max: 60 },
    avoid: [],
  });
  expect(bent.genre).toBe('rock');
  expect(bent.tempo).toEqual({ start: 90, end: 90 });
  expect(new Set(playing(bent))).toEqual(new Set(['guitar']));
});

test('what must be avoided wins over words', () => {
  const said = merge(CALM, 'with drums and piano');
  const bent = personalise(said, { ...NO_PREFERENCES, avoid: ['鼓', 'no piano'] });
  expect(playing(bent).filter((i) => ['kit', 'brushes', 'toms', 'piano'].includes(i))).toEqual([]);
  expect(bent.avoid).toEqual(expect.arrayContaining(['drums', 'piano']));
});

test('a favourite that would startle the frightened waits', () => {
  const bent = personalise(FEAR, { ...NO_PREFERENCES, instruments: ['kit', 'harp'], genres: ['metal'] });
  expect(playing(bent)).not.toContain('kit');
  expect(playing(bent)).toContain('harp');
  expect(bent.genre).not.toBe('metal');
});

test('a prompt that is the user’s own is not rewritten', () => {
  const own = fromPrompt('Dreamy harp at dusk', { intent: 'soothe', duration: 30, seed: 1 });
  const bent = personalise(own, { ...NO_PREFERENCES, avoid: ['piano'] });
  expect(bent.prompt).toBe('Dreamy harp at dusk');
  expect(bent.avoid).toContain('piano');
});
