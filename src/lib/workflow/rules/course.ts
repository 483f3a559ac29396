import type { Dynamic, Genre, Instrument, Mode, Numeral, Tonic } from '../../core/brief.ts';
import type { Affect, Emotion, Intent } from '../../core/emotion.ts';
import { EXPRESS } from './courses/express.ts';
import { SOOTHE } from './courses/soothe.ts';

/** At least one, so that there is always something to choose. */
export type Some<T> = readonly [T, ...T[]];

/** Who plays when: `meet` opens, `lead` carries the theme, `colour` joins the lead where the piece is fullest. */
export interface Band {
  meet: Some<Instrument>;
  lead: Some<Instrument>;
  colour: readonly Instrument[];
}

/** Where the harmony starts and where it goes. `pivot` is how many semitones the tonic rises on the way. */
export interface Harmony {
  meet: { mode: Mode; progressions: Some<Numeral[]> };
  goal: { mode: Mode; progressions: Some<Numeral[]> };
  pivot: number;
}

/** How music goes from one emotion under one intent: what a draft is chosen from. */
export interface Course {
  /** Where the listener is, the way, and where the music ends. */
  path: readonly [Affect, Affect, Affect];
  /** Beats a minute at both ends of a piece that takes the whole path. */
  tempo: { start: number; end: number };
  tonics: Some<Tonic>;
  harmonies: Some<Harmony>;
  dynamics: { start: Dynamic; end: Dynamic };
  /** Of the opening and of the goal. */
  moods: { meet: Some<string>; goal: Some<string> };
  avoid: readonly string[];
  /** What the course never uses of its own accord. */
  forbidden: readonly Instrument[];
  bands: Some<Band & { genre: Genre }>;
}

/** @returns the course of an emotion under an intent. */
export function courseOf(emotion: Emotion, intent: Intent): Course {
  return intent === 'soothe' ? SOOTHE[emotion] : EXPRESS[emotion];
}
