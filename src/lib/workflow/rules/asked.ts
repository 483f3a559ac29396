import { DRUMS, MINOR_MODES, type Genre, type Instrument, type Mode } from '../../core/brief.ts';
import { AXES, type Axis, type Change, type Degree } from './change.ts';
import type { InstrumentTerm, GenreTerm, QualityTerm } from './lexicon/term.ts';
import type { Wish } from './wishes.ts';

/** What wishes come to. */
export interface Asked {
  change: Change;
  /** What asks for something but means nothing to the rules. */
  unknown: string[];
  /** What we lack, and what stands in for it. */
  standIns: { asked: string; given: Instrument | Genre }[];
}

type Lists = Required<Pick<Change, 'only' | 'add' | 'less' | 'remove' | 'mood' | 'avoid'>>;
type State = Asked & { lists: Lists };

/** Not wanting these means none at all; not wanting it fast means only a bit slower. */
const NONE_AT_ALL: ReadonlySet<Axis> = new Set(['reverb', 'hiss']);

/** The drums that "only drums" means. */
const ONLY_DRUMS: Instrument = 'kit';
/** What drums are called in an avoid list. */
const DRUM_NAMES: Partial<Record<Instrument, string>> = { kit: 'drum kit' };
const LONGEST = { avoid: 60, avoids: 16, moods: 8 } as const;

/** Gathers wishes into one change, later ones winning over earlier. */
export function asked(list: readonly Wish[]): Asked {
  const lists: Lists = { only: [], add: [], less: [], remove: [], mood: [], avoid: [] };
  const state: State = { change: {}, unknown: [], standIns: [], lists };
  for (const wish of list) take(state, wish);
  exemptDrums(state);
  return { change: { ...state.change, ...filled(lists) }, unknown: state.unknown, standIns: state.standIns };
}

function take(state: State, wish: Wish): void {
  const { what } = wish;
  switch (what.kind) {
    case 'instrument':
      return takeInstrument(state, wish, what);
    case 'drums':
      return takeDrums(state, wish);
    case 'genre':
      return takeGenre(state, wish, what);
    case 'quality':
      return takeQuality(state, wish, what);
    case 'intent':
      if (!wish.not) state.change.intent = what.intent;
      return;
    case 'sound':
      if (wish.not || wish.less || wish.too) state.lists.avoid.push(what.name);
      else state.unknown.push(what.name);
      return;
    case 'unknown':
      if (wish.not) state.lists.avoid.push(what.text.slice(0, LONGEST.avoid));
      else state.unknown.push(what.text);
  }
}

function takeInstrument({ lists, standIns }: State, wish: Wish, term: InstrumentTerm): void {
  if (isRefused(wish)) {
    lists.avoid.push(term.name);
    return;
  }
  const list = wish.less || wish.too ? lists.less : wish.only ? lists.only : lists.add;
  list.push(term.plays);
  if (term.standIn) standIns.push({ asked: term.name, given: term.plays });
}

function takeDrums(state: State, wish: Wish): void {
  if (isRefused(wish)) {
    state.lists.avoid.push('drums');
    state.change.drums = false;
  } else if (wish.less || wish.too) state.lists.less.push(...DRUMS);
  else if (wish.only) state.lists.only.push(ONLY_DRUMS);
  else state.change.drums = true;
}

/** "Not too much piano" still wants some. */
function isRefused({ not, too }: Wish): boolean {
  return not && !too;
}

function takeGenre({ change, lists, standIns }: State, wish: Wish, term: GenreTerm): void {
  if (wish.not || wish.too || wish.less) {
    lists.avoid.push(term.name);
    return;
  }
  change.genre = term.genre;
  if (term.standIn) standIns.push({ asked: term.name, given: term.genre });
}

function takeQuality({ change, lists }: State, wish: Wish, term: QualityTerm): void {
  if (wish.felt && term.mode !== null) {
    // "I am sad" is no wish for sad music.
    if (isMinor(term.mode) !== wish.not) lists.mood.push('comforting');
    return;
  }
  const against = wish.not || wish.too || wish.less;
  for (const axis of AXES) {
    const move = term.moves[axis];
    if (move === undefined) continue;
    const refusal = NONE_AT_ALL.has(axis) ? 3 : 1;
    const size = wish.not ? refusal : (wish.degree ?? (wish.less ? 1 : Math.abs(move)));
    change[axis] = Math.max(-3, Math.min(3, (against ? -1 : 1) * Math.sign(move) * size)) as Degree;
  }
  if (!against) {
    if (term.mood !== null) lists.mood.push(term.mood);
    if (term.mode !== null) change.key = { ...change.key, mode: term.mode };
  } else if (!wish.less) {
    lists.avoid.push(term.noun);
    if (term.mode !== null && (isMinor(term.mode) || term.mood === null)) {
      change.key = { ...change.key, mode: opposite(term.mode) };
    }
  }
}

function opposite(mode: Mode): Mode {
  return isMinor(mode) ? 'ionian' : 'aeolian';
}

function isMinor(mode: Mode): boolean {
  return MINOR_MODES.includes(mode);
}

/** "No drums but brushes" refuses the other drums alone. */
function exemptDrums({ change, lists }: State): void {
  const wanted = [...lists.only, ...lists.add].filter((i) => DRUMS.includes(i));
  if (change.drums !== false || wanted.length === 0) return;
  delete change.drums;
  const others = DRUMS.filter((i) => !wanted.includes(i)).map((i) => DRUM_NAMES[i] ?? i);
  lists.avoid = lists.avoid.flatMap((name) => (name === 'drums' ? others : [name]));
}

/** The lists that hold something, each thing once. */
function filled(lists: Lists): Partial<Lists> {
  const wanted = [...lists.only, ...lists.add];
  const once = {
    ...lists,
    mood: unique(lists.mood).slice(0, LONGEST.moods),
    avoid: unique(lists.avoid.map((name) => narrowed(name, wanted))).slice(0, LONGEST.avoids),
    only: unique(lists.only),
    add: unique(lists.add),
    less: unique(lists.less),
    remove: unique(lists.remove),
  };
  return Object.fromEntries(Object.entries(once).filter(([, list]) => list.length > 0));
}

/** "No piano, but electric piano" refuses the acoustic one alone. */
function narrowed(name: string, wanted: readonly Instrument[]): string {
  if (name === 'piano' && wanted.includes('electric-piano')) return 'acoustic piano';
  if (name === 'guitar' && wanted.includes('electric-guitar')) return 'acoustic guitar';
  return name;
}

function unique<T>(list: readonly T[]): T[] {
  return [...new Set(list)];
}
