import { DRUMS, INSTRUMENTS, type Instrument } from '../../src/lib/core/brief.ts';
import { directionOf } from '../../src/lib/core/direction.ts';
import { plainText } from './plain-text.ts';
import type { Sketch } from './sketch.ts';
import type { Task } from './task.ts';

/** As many entries, of as many characters, as a brief holds. */
const LONGEST = { entries: 16, entry: 60 } as const;

/** Words of any language, without what markup, addresses or code would need. */
const WORDING = /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} ,'’&-]*$/u;

/** @returns texts that are words and nothing else, each once; the others are left out. */
export function wordings(texts: readonly string[], longest: number): string[] {
  const clean = texts.map((text) => plainText(text).replace(/\s+/g, ' ').trim());
  return [...new Set(clean.filter((text) => text.length <= longest && WORDING.test(text)))];
}

/**
 * What must not be heard: what the listener refused and what the emotion refuses stays, and the model may add to it, as
 * long as it does not refuse what it plays.
 */
export function avoidOf(sketch: Sketch, { emotion, intent, brief, preferences }: Task): string[] {
  const settled = brief?.avoid ?? directionOf(emotion, intent).avoid;
  const playing = new Set(sketch.sections.flatMap(({ instruments }) => instruments));
  const added = wordings(sketch.avoid, LONGEST.entry).filter(
    (entry) => !namedIn(entry).some((i) => playing.has(i)),
  );
  return [...new Set([...(preferences?.avoid ?? []), ...settled, ...added])].slice(0, LONGEST.entries);
}

/** @returns the instruments that an entry names outright. What else may rule some out, the page's rules know. */
export function namedIn(entry: string): readonly Instrument[] {
  const name = entry.trim().toLowerCase();
  if (name === 'drums') return DRUMS;
  return INSTRUMENTS.filter((instrument) => instrument.replaceAll('-', ' ') === name);
}
