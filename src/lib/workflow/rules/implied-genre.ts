import { GENRES, type Brief, type Genre, type Instrument } from '../../core/brief.ts';
import { ROUGH_GENRES } from '../../core/direction.ts';
import type { Change } from './change.ts';
import { GENRE_TRAITS } from './genres.ts';

/**
 * A listener who wants nothing but a piano says a genre without naming it: the one whose band is nearest to those
 * players. A genre that is named, or that plays them anyway, stays.
 */
export function withImpliedGenre(change: Change, brief: Brief): Change {
  const { genre, only } = change;
  if (genre !== undefined || only === undefined || plays(brief.genre, only)) return change;
  const [nearest] = GENRES.filter((name) => !ROUGH_GENRES.includes(name) && plays(name, only)).sort(
    (a, b) => band(a).size - band(b).size,
  );
  return nearest === undefined ? change : { ...change, genre: nearest };
}

function plays(genre: Genre, players: readonly Instrument[]): boolean {
  const own = band(genre);
  return players.every((player) => own.has(player));
}

function band(genre: Genre): Set<Instrument> {
  const { meet, lead } = GENRE_TRAITS[genre].band;
  return new Set([...meet, ...lead]);
}
