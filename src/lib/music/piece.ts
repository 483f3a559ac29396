import * as z from 'zod';
import { Instrument, Key, Mix, Numeral, SectionName } from '../core/brief.ts';

/** A note as it is played. Times are seconds from the start of the piece, with the player's timing already in them. */
export const Note = z.object({
  start: z.number().nonnegative(),
  duration: z.number().positive(),
  /** MIDI note number; in drum parts General MIDI's percussion key (36 kick, 38 snare, 42 closed hat, ...). */
  pitch: z.int().min(0).max(127),
  /** 0 to 1. */
  velocity: z.number().min(0).max(1),
});
export type Note = z.infer<typeof Note>;

export const ROLES = ['melody', 'counter', 'harmony', 'arpeggio', 'bass', 'drums'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/** Everything one instrument plays in one role, notes in order of start. */
export const Part = z.object({
  role: Role,
  instrument: Instrument,
  /** -1 left to 1 right. */
  pan: z.number().min(-1).max(1),
  /** Linear, before the mix. */
  gain: z.number().nonnegative(),
  notes: z.array(Note),
});
export type Part = z.infer<typeof Part>;

/** One bar of 4/4. */
export const Bar = z.object({
  /** Seconds. */
  start: z.number().nonnegative(),
  end: z.number().positive(),
  bpm: z.number().positive(),
  section: SectionName,
  key: Key,
  /** The harmony of the bar. */
  numeral: Numeral,
});
export type Bar = z.infer<typeof Bar>;

/** A point of the loudness curve, linear between points. */
export const Swell = z.object({
  time: z.number().nonnegative(),
  /** relative to the mix */ decibels: z.number(),
});

/** The written music: what a composer hands to a player. It is all the sound is made from, with the seed. */
export const Piece = z.object({
  /** Seconds, to the frame what the audio will last. */
  duration: z.number().positive(),
  seed: z.int().nonnegative(),
  bars: z.array(Bar).min(1),
  parts: z.array(Part),
  swells: z.array(Swell),
  mix: Mix,
});
export type Piece = z.infer<typeof Piece>;
