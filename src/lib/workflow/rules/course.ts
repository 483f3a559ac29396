import type { Genre, Instrument, Mode, Numeral, Tonic } from '../../core/brief.ts';
import { directionOf, type Direction } from '../../core/direction.ts';
import type { Emotion, Intent } from '../../core/emotion.ts';
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

/** What a draft is chosen from. */
export interface Material {
  tonics: Some<Tonic>;
  harmonies: Some<Harmony>;
  /** Of the opening and of the goal. */
  moods: { meet: Some<string>; goal: Some<string> };
  bands: Some<Band & { genre: Genre }>;
}

/** How music goes from one emotion under one intent. */
export type Course = Direction & Material;

/** @returns the course of an emotion under an intent. */
export function courseOf(emotion: Emotion, intent: Intent): Course {
  const material = intent === 'soothe' ? SOOTHE : EXPRESS;
  return { ...directionOf(emotion, intent), ...material[emotion] };
}
