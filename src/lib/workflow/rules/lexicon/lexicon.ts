import { tokens, type Token } from '../tokens.ts';
import { GENRE_WORDS } from './genres.ts';
import { INSTRUMENT_WORDS } from './instruments.ts';
import { PARTICLES } from './particles.ts';
import { QUALITY_WORDS } from './qualities.ts';
import type { QualityTerm, Term } from './term.ts';

const ENTRIES = [...PARTICLES, ...QUALITY_WORDS, ...GENRE_WORDS, ...INSTRUMENT_WORDS];

/** Every phrase by the texts of its tokens. */
const PHRASES = new Map<string, Term>();
let longest = 1;
for (const [term, phrases] of ENTRIES) {
  for (const phrase of phrases.split('|')) {
    const texts = tokens(phrase).map(({ text }) => text);
    PHRASES.set(texts.join(' '), term);
    longest = Math.max(longest, texts.length);
  }
}

/**
 * The longest phrase of the lexicon that begins at a token.
 * @returns its term and how many tokens it takes, or null where none begins there.
 */
export function lookUp(list: readonly Token[], at: number): { term: Term; length: number } | null {
  const texts = list.slice(at, at + longest).map(({ text }) => text);
  for (let length = texts.length; length > 0; length -= 1) {
    const term = PHRASES.get(texts.slice(0, length).join(' '));
    if (term !== undefined) return { term, length };
  }
  return null;
}

/** @returns the term that a whole phrase means, or null where it is not one. */
export function meaning(phrase: string): Term | null {
  const list = tokens(phrase);
  const found = lookUp(list, 0);
  return found !== null && found.length === list.length ? found.term : null;
}

const NOUNS = new Map(
  QUALITY_WORDS.flatMap(([term]) => (term.kind === 'quality' ? [[term.noun, term] as const] : [])),
);

/** @returns the quality that an entry of an avoid list refuses by its noun, or null. */
export function qualityOf(noun: string): QualityTerm | null {
  return NOUNS.get(noun) ?? null;
}
