import { DRUMS, type Brief, type Genre } from '../../core/brief.ts';
import { ruledOut, silenced } from './avoided.ts';
import { AXES, type Change } from './change.ts';
import { qualityOf } from './lexicon/lexicon.ts';
import { RESERVES } from './orchestrate.ts';

/** As many entries as a brief holds. */
const LONGEST = 16;

/**
 * Brings the avoid list up to date: what is newly refused comes on, and what is newly asked for comes off, unless it is
 * refused in the same breath. A list that would silence every instrument gives up its oldest entries.
 */
export function restrain(brief: Brief, change: Change): Brief {
  const refused = [...(change.avoid ?? []), ...(change.drums === false ? ['drums'] : [])];
  // "drums" says all that "heavy drums" did.
  const isCovered = (entry: string) => refused.some((name) => entry === name || entry.endsWith(` ${name}`));
  const standing = brief.avoid.filter((entry) => !isAskedFor(entry, change) && !isCovered(entry));
  let avoid = [...standing, ...new Set(refused)].slice(-LONGEST);
  while (RESERVES.every((i) => silenced(avoid).has(i))) avoid = avoid.slice(1);
  const refusedMoods = avoid.map((entry) => qualityOf(entry)?.mood);
  const mood = brief.mood.filter((adjective) => !refusedMoods.includes(adjective));
  return { ...brief, avoid, mood };
}

/** @returns whether no entry of an avoid list rules a genre out. */
export function isPermitted(genre: Genre, avoid: readonly string[]): boolean {
  return avoid.every((entry) => ruledOut(entry).genre !== genre);
}

function isAskedFor(entry: string, change: Change): boolean {
  const { only = [], add = [], drums, genre, mood = [] } = change;
  const quality = qualityOf(entry);
  if (quality !== null) {
    const moved = AXES.some((axis) => (quality.moves[axis] ?? 0) * (change[axis] ?? 0) > 0);
    return quality.mood === null ? moved : mood.includes(quality.mood);
  }
  const out = ruledOut(entry);
  const asked = [...only, ...add, ...(drums === true ? DRUMS : [])];
  return (out.genre !== null && out.genre === genre) || out.instruments.some((i) => asked.includes(i));
}
