import type { Clause } from './clauses.ts';
import type { Item } from './items.ts';

type Family = 'thing' | 'genre' | 'quality';

/** What can stand in a list of refusals, and beside what. */
const FAMILIES: Partial<Record<Item['kind'], Family>> = {
  instrument: 'thing',
  drums: 'thing',
  sound: 'thing',
  genre: 'genre',
  quality: 'quality',
};

/**
 * The clauses that go on with a refusal, as in `no drums, bass or synth`: bare names of the same sort, without a word of
 * their own that steers or asks. A list that closes with `or` is one for certain. Without it only instruments and sounds
 * are taken for a list, and only where nothing was asked for before: `slow piano, no drums, strings` is a row of wishes,
 * and who names a genre after refusing another has chosen it. A sound that none of ours makes is never a wish in a row.
 * @param said the clause that refuses, and all that follow it.
 * @param refused the last thing that it names, where it refuses it; else null.
 * @param opens whether nothing was asked for in the sentence before.
 */
export function refusedAfter(said: readonly Clause[], refused: Item | null, opens: boolean): Clause[] {
  const [first, ...rest] = said;
  const family = refused === null ? undefined : FAMILIES[refused.kind];
  if (family === undefined || first?.end !== 'comma' || first.items.at(-1) !== refused) return [];
  const bare = run(rest, (clause) => isBare(clause, family));
  const closed = bare.findLastIndex(({ items }) => items.some(({ kind }) => kind === 'or'));
  if (closed >= 0) return bare.slice(0, closed + 1);
  const kinds: readonly Item['kind'][] = opens ? ['instrument', 'drums', 'sound', 'and'] : ['sound', 'and'];
  return run(bare, ({ items, polite }) => !polite && items.every(({ kind }) => kinds.includes(kind)));
}

/** The first clauses, as many as commas join and `fits` holds for. */
function run(list: readonly Clause[], fits: (clause: Clause) => boolean): Clause[] {
  const misfit = list.findIndex((clause, i) => !fits(clause) || (i > 0 && list[i - 1]?.end !== 'comma'));
  return list.slice(0, misfit < 0 ? list.length : misfit);
}

function isBare({ asks, items }: Clause, family: Family): boolean {
  const names = items.filter(({ kind }) => kind !== 'and' && kind !== 'or');
  return (
    !asks && names.length > 0 && names.every(({ kind }) => kind === 'unknown' || FAMILIES[kind] === family)
  );
}
