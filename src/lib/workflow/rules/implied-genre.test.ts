import { expect, test } from 'vitest';
import type { Genre, Instrument } from '../../core/brief.ts';
import { fromPrompt } from '../from-prompt.ts';
import { draft } from './draft.ts';
import { merge } from './merge.ts';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const settings = { intent: 'soothe', duration: 30 } as const;

/** Genres in which the player is at home: where the seed chose one of them, it stays. */
test.each<[string, Instrument, Genre[]]>([
  ['slow solo piano in A minor, 60 bpm', 'piano', ['classical-piano', 'pop', 'cinematic']],
  ['只要钢琴', 'piano', ['classical-piano', 'pop', 'cinematic']],
  ['solo guitar', 'guitar', ['folk-guitar', 'pop']],
])('%s: the %s plays alone, in a genre of its own', (words, player, homes) => {
  for (const seed of SEEDS) {
    const occasion = { ...settings, seed };
    const written = fromPrompt(words, occasion);
    const merged = merge(draft({ emotion: 'neutral', affect: null, ...occasion }), words);
    for (const { genre, sections } of [written, merged]) {
      expect(new Set(sections.flatMap(({ instruments }) => instruments))).toEqual(new Set([player]));
      expect(homes).toContain(genre);
    }
  }
});

test('a genre that is named stays', () => {
  for (const seed of SEEDS)
    expect(fromPrompt('ambient, only piano', { ...settings, seed }).genre).toBe('ambient');
});
