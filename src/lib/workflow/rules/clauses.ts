import { isPlayer, type Item } from './items.ts';

/** A stretch of a text in which words steer one another. */
export interface Clause {
  items: readonly Item[];
  /** It names its things by a verb of its own: `give me a harp`. */
  asks: boolean;
  /** It says please. */
  polite: boolean;
  /** What ends it: a comma, a word such as `but`, or any other mark. */
  end: 'comma' | 'but' | 'stop';
}

/** Parts items into clauses, the empty ones left out. */
export function clauses(list: readonly Item[]): Clause[] {
  const out: Clause[] = [];
  let said: Item[] = [];
  for (const [i, item] of list.entries()) {
    // An exception belongs to what it is an exception from: "no drums, except brushes".
    const excepts = said[0]?.kind === 'except' || list[i + 1]?.kind === 'except';
    if (item.kind === 'break' && item.comma && excepts) continue;
    if (item.kind !== 'break' && item.kind !== 'but') {
      said.push(item);
      continue;
    }
    const end = item.kind !== 'break' ? 'but' : item.comma ? 'comma' : 'stop';
    if (said.length > 0) out.push(clause(said, end));
    else if (end !== 'comma' && out.length > 0) out.push({ ...out.pop()!, end });
    said = [];
  }
  return out;
}

function clause(said: readonly Item[], end: Clause['end']): Clause {
  return {
    items: complaintsAsWishes(said.filter(({ kind }) => kind !== 'ask' && kind !== 'please')),
    asks: said.some(({ kind }) => kind === 'ask'),
    polite: said.some(({ kind }) => kind === 'please'),
    end,
  };
}

/** "The drums are too loud" asks for less of them, "the piano is too bright" for less brightness and for no piano. */
function complaintsAsWishes(said: readonly Item[]): Item[] {
  const [player, ...rest] = said;
  if (player === undefined) return [];
  const [predicate, degree, ...others] = rest;
  // 鼓轻一点 speaks of the drums alone, not of the whole piece.
  if (
    isPlayer(player) &&
    predicate?.kind === 'quality' &&
    degree?.kind === 'slightly' &&
    isLoudness(predicate)
  ) {
    const kind = (predicate.moves.energy ?? 0) > 0 ? 'more' : 'less';
    return [{ kind }, player, ...complaintsAsWishes(others)];
  }
  const how = rest.findIndex(({ kind }) => kind !== 'very' && kind !== 'too');
  const quality = rest[how];
  const isComplaint = isPlayer(player) && rest[how - 1]?.kind === 'too' && quality?.kind === 'quality';
  if (!isComplaint) return [player, ...complaintsAsWishes(rest)];
  const named = (quality.moves.energy ?? 0) > 0 ? player : quality;
  return [{ kind: 'too' }, named, ...complaintsAsWishes(rest.slice(how + 1))];
}

/** Whether a quality says how loud something is, and nothing else. */
function isLoudness({ mood, moves }: Extract<Item, { kind: 'quality' }>): boolean {
  return mood === null && moves.energy !== undefined && Object.keys(moves).length === 1;
}
