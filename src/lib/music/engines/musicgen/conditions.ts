import { isOwnPrompt, type Brief, type Instrument, type Section } from '../../../core/brief.ts';
import type { Affect } from '../../../core/emotion.ts';
import { FRAME_RATE } from '../../../core/tokens.ts';
import { DYNAMIC_WORDS, feltWords, GENRE_WORDS, INSTRUMENT_WORDS, keyWords } from './conditions-words.ts';
import type { Window } from './windows.ts';

/** What a window is told. */
export interface WindowText {
  text: string;
  /** What it is to keep away from; null where nothing is refused. */
  negative: string | null;
}

/** More names than these blur in a caption. */
const MOST_INSTRUMENTS = 5;
const MOST_MOODS = 3;
/** Below this density music is called sparse. */
const SPARSE = 0.35;
/** How far along the affect's way the moods that the piece leads to are named. */
const ARRIVING = 0.5;

/**
 * What each window is told. Where a piece of several windows moves from one affect to another, each is told where it
 * is on that way ("steered calming"); else all are told the brief's prompt. It depends on the window's place in the
 * piece and never on where the run began.
 *
 * A moving text is like the captions that MusicGen was trained on: a description, then tempo and key as `name: value`
 * (audiocraft, `augment_music_info_description`).
 */
export function windowConditions(brief: Brief, plan: readonly Window[]): WindowText[] {
  const negative = brief.avoid.length === 0 ? null : brief.avoid.join(', ');
  const isOneWindow = plan.every(({ index }) => index === 0);
  const isSteered = !isOneWindow && moves(brief) && !isOwnPrompt(brief);
  return plan.map((window) => ({ text: isSteered ? caption(brief, window) : brief.prompt, negative }));
}

function moves({ sections }: Brief): boolean {
  const [first] = sections;
  return sections.some(({ affect }) => distance(affect, first!.affect) > 0);
}

/** The part of a section that a window makes. */
interface Share {
  section: Section;
  seconds: number;
}

function caption(brief: Brief, { from, end }: Window): string {
  const [start, stop] = [from / FRAME_RATE, end / FRAME_RATE];
  const shares = sharesOf(brief.sections, start, stop);
  const { key, dynamic, density } = longest(shares).section;
  const moods = moodsAt(brief, meanAffect(shares)).join(', ');
  const genre = GENRE_WORDS[brief.genre];
  const players = list(playing(shares).map((instrument) => INSTRUMENT_WORDS[instrument]));
  const manner = density < SPARSE ? `${DYNAMIC_WORDS[dynamic]} and sparse` : DYNAMIC_WORDS[dynamic];
  const bpm = Math.round(tempoAt(brief, (start + stop) / 2));
  const description = `${moods} ${genre} with ${players}, ${manner}, instrumental`;
  return `${description.charAt(0).toUpperCase()}${description.slice(1)}. bpm: ${bpm}. key: ${keyWords(key)}`;
}

/** What of each section sounds between two times; past the end of the brief its last section goes on. */
function sharesOf(sections: readonly Section[], start: number, stop: number): Share[] {
  const shares = sections.map((section, i) => {
    const end = i === sections.length - 1 ? Infinity : section.end;
    return { section, seconds: Math.min(end, stop) - Math.max(section.start, start) };
  });
  return shares.filter(({ seconds }) => seconds > 0);
}

function longest(shares: readonly Share[]): Share {
  return shares.reduce((most, share) => (share.seconds > most.seconds ? share : most));
}

function meanAffect(shares: readonly Share[]): Affect {
  const total = shares.reduce((sum, { seconds }) => sum + seconds, 0);
  const mean = (axis: keyof Affect) =>
    shares.reduce((sum, { section, seconds }) => sum + section.affect[axis] * seconds, 0) / total;
  return { valence: mean('valence'), arousal: mean('arousal') };
}

/** Those that play longest, longest first. */
function playing(shares: readonly Share[]): Instrument[] {
  const times = new Map<Instrument, number>();
  for (const { section, seconds } of shares) {
    for (const instrument of new Set(section.instruments)) {
      times.set(instrument, (times.get(instrument) ?? 0) + seconds);
    }
  }
  const order = [...times].sort(([, a], [, b]) => b - a).map(([instrument]) => instrument);
  return order.slice(0, MOST_INSTRUMENTS);
}

/**
 * What is felt on the way, and the strongest of the brief's own moods, which say where it leads. They come first as it
 * arrives there.
 */
function moodsAt({ intent, mood, sections }: Brief, affect: Affect): string[] {
  const [first, last] = [sections[0]!.affect, sections.at(-1)!.affect];
  const way = distance(first, last);
  const arrived = intent === 'express' || way === 0 || distance(first, affect) / way >= ARRIVING;
  const felt = feltWords(affect);
  return [...new Set(arrived ? [...mood, ...felt] : [...felt, ...mood])].slice(0, MOST_MOODS);
}

/** The brief's tempo moves evenly over the piece. */
function tempoAt({ tempo, duration }: Brief, time: number): number {
  return tempo.start + (tempo.end - tempo.start) * Math.min(1, time / duration);
}

function distance(a: Affect, b: Affect): number {
  return Math.hypot(a.valence - b.valence, a.arousal - b.arousal);
}

function list(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
