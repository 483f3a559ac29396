import { DRUMS, type Genre, type Instrument } from '../../core/brief.ts';
import { meaning } from './lexicon/lexicon.ts';

/** @returns the instruments and genres that an entry of an avoid list rules out; most entries rule out none. */
export function ruledOut(entry: string): { instruments: readonly Instrument[]; genre: Genre | null } {
  const term = meaning(entry);
  if (term?.kind === 'drums') return { instruments: DRUMS, genre: null };
  if (term?.kind === 'instrument') return { instruments: term.covers, genre: null };
  if (term?.kind === 'genre' && !term.standIn) return { instruments: [], genre: term.genre };
  return { instruments: [], genre: null };
}

/** @returns every instrument that an avoid list rules out. */
export function silenced(avoid: readonly string[]): Set<Instrument> {
  return new Set(avoid.flatMap((entry) => ruledOut(entry).instruments));
}
