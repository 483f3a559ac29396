import { clauses } from './clauses.ts';
import { DRUMS } from '../../core/brief.ts';
import { isPlayer, type Item } from './items.ts';
import type { ParticleTerm, Term } from './lexicon/term.ts';
import { refusedAfter } from './refused-after.ts';

/** Something named in a text, and how it was asked for. */
export interface Wish {
  what: Exclude<Term, ParticleTerm> | { kind: 'unknown'; text: string };
  /** How the words before it steer it. */
  not: boolean;
  less: boolean;
  only: boolean;
  too: boolean;
  /** It is said of the listener, not of the music: `I am sad`. */
  felt: boolean;
  /** As in `a bit` (1) and `very` (3); null where none was said. */
  degree: 1 | 3 | null;
}

type Steering = Omit<Wish, 'what'>;
const NEUTRAL: Steering = { not: false, less: false, only: false, too: false, felt: false, degree: null };

/** Reads what is asked for, clause by clause. A refusal goes on over the commas of the list that it begins. */
export function wishes(list: readonly Item[]): Wish[] {
  const said = clauses(list);
  const out: Wish[] = [];
  let sentence = 0;
  for (let i = 0; i < said.length; i += 1) {
    const clause = said[i]!;
    const asked = clauseWishes(clause.items);
    out.push(...asked);
    const last = asked.at(-1);
    const refused = last?.not === true && !last.too ? last.what : null;
    const opens = out.slice(sentence).every(({ not }) => not);
    for (const listed of refusedAfter(said.slice(i), refused, opens)) {
      out.push(...clauseWishes(listed.items).map((wish) => ({ ...wish, not: true })));
      i += 1;
    }
    if (said[i]?.end === 'stop') sentence = out.length;
  }
  return out;
}

function clauseWishes(clause: readonly Item[]): Wish[] {
  let out: Wish[] = [];
  let steering = NEUTRAL;
  clause.forEach((item, i) => {
    const before = clause.slice(0, i).findLast(({ kind }) => kind !== 'of');
    const after = clause.slice(i + 1);
    if (isWish(item)) {
      if (steering.not && isQualified(item, before))
        steering = { ...steering, not: false, less: isDrum(item) };
      else if (endsNegation(item, before)) steering = { ...steering, not: false };
      out.push({ what: item, ...steering, felt: steering.felt && before?.kind !== 'quality' });
      // A degree belongs to one word, and so does "less" before a quality: "less busy drums" still wants drums.
      steering = { ...steering, degree: null, too: false, less: steering.less && item.kind !== 'quality' };
    } else if (item.kind === 'of') {
      // In 没有鼓的钢琴曲 it is the piano that is wanted.
      if (before !== undefined && isThing(before)) steering = { ...steering, not: false, less: false };
    } else if (item.kind === 'excess' && !after.some(isWish)) {
      out = out.map((wish, at) => (at === out.length - 1 ? { ...wish, too: true } : wish));
    } else if (item.kind === 'slightly' && before?.kind === 'quality') {
      out = out.map((wish, at) => (at === out.length - 1 ? { ...wish, degree: 1 } : wish));
    } else if ((item.kind === 'not' || item.kind === 'less') && !after.some(isWish)) {
      out = out.map((wish) => ({ ...wish, [item.kind]: true }));
    } else if (item.kind === 'except') {
      steering = { ...NEUTRAL, not: !isExempt(out, after) };
    } else if (item.kind === 'swap') {
      out = out.map((wish) => ({ ...wish, not: wish.not || isPlayer(wish.what) }));
      steering = NEUTRAL;
    } else if (item.kind === 'somewhat') {
      // Of a bare quality it is a complaint ("it is a bit loud"), of a mood a wish ("a bit wistful").
      steering = { ...steering, degree: 1, too: after[0]?.kind === 'quality' && after[0].mood === null };
    } else if (item.kind === 'alone') {
      // In 除了钢琴什么都不要 it is the piano that is wanted.
      out = out.map((wish) => ({ ...wish, only: true, not: false }));
    } else if (item.kind === 'only' && !after.some(isPlayer)) {
      out = out.map((wish) => ({ ...wish, only: true }));
    } else {
      steering = steer(steering, item, before);
    }
  });
  return out;
}

function steer(steering: Steering, { kind }: Item, before: Item | undefined): Steering {
  // "no drums, add a harp" wants the harp; "don't add drums" does not want the drums.
  const not = steering.not && (before?.kind === 'not' || before?.kind === 'too');
  switch (kind) {
    case 'not':
      return { ...steering, not: true, only: false };
    case 'with':
      return { ...steering, not, less: false };
    case 'felt':
      return { ...steering, felt: true };
    case 'add':
    case 'more':
      return { ...steering, not, less: false, only: false };
    case 'less':
      return { ...steering, not, less: true };
    case 'only':
      return { ...steering, not, only: true };
    case 'too':
    case 'excess':
      return { ...steering, too: true };
    case 'slightly':
      return { ...steering, degree: 1 };
    case 'very':
      return { ...steering, degree: steering.degree ?? 3 };
    default:
      return steering;
  }
}

/** "No sad piano" refuses sadness and keeps the piano; "no heavy drums" wants fewer drums, not none. */
function isQualified(item: Wish['what'], before: Item | undefined): boolean {
  return before?.kind === 'quality' && (isPlayer(item) || item.kind === 'genre');
}

/** "No drums except brushes" and 除了刷子都不要鼓 want brushes; "everything except drums" and 除了鼓不要钢琴 want no drums. */
function isExempt(asked: readonly Wish[], after: readonly Item[]): boolean {
  if (asked.some(({ not }) => not)) return true;
  const refusal = after.findIndex(({ kind }) => kind === 'not');
  return refusal >= 0 && after.slice(refusal).some(({ kind }) => kind === 'drums');
}

function isDrum(item: Item): boolean {
  return item.kind === 'drums' || (item.kind === 'instrument' && DRUMS.includes(item.plays));
}

/** "no drums or bass" refuses both; "no drums for sleeping" still wants sleep. */
function endsNegation(item: Wish['what'], before: Item | undefined): boolean {
  const leaves = before?.kind !== undefined && before.kind !== 'quality' && isWish(before);
  return leaves && (item.kind === 'quality' || item.kind === 'genre' || item.kind === 'intent');
}

function isWish(item: Item): item is Wish['what'] {
  return ['instrument', 'drums', 'genre', 'quality', 'sound', 'intent', 'unknown'].includes(item.kind);
}

function isThing(item: Item): boolean {
  return isPlayer(item) || item.kind === 'sound';
}
