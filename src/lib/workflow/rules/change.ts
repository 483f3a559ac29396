import * as z from 'zod';
import { Bpm, Duration, Genre, Instrument, Mix, Mode, Tonic } from '../../core/brief.ts';
import { Intent } from '../../core/emotion.ts';

/** How far along an axis, in the words of a listener: 1 a bit, 2 plainly, 3 very. Below zero is the other way. */
export const Degree = z.int().min(-3).max(3);
export type Degree = z.infer<typeof Degree>;

/** The axes that a wish moves by degrees. */
export const AXES = ['length', 'pace', 'energy', 'brightness', 'reverb', 'warmth', 'hiss'] as const;
export type Axis = (typeof AXES)[number];

/** A wish for another brief. What it does not name stays as it is. */
export const Change = z
  .object({
    intent: Intent,
    genre: Genre,
    /** Seconds. */
    duration: Duration,
    tempo: z.object({ start: Bpm, end: Bpm }),
    /** A tonic alone moves the whole piece; a mode alone recolours it. */
    key: z.object({ tonic: Tonic, mode: Mode }).partial(),
    /** Sets what it names, 0 to 1 each. */
    mix: Mix.partial(),
    /** English adjectives, put before those that stand. */
    mood: z.array(z.string().min(1).max(40)).max(8),
    /** Nothing but these. */
    only: z.array(Instrument),
    add: z.array(Instrument),
    /** Heard less: each is left in one section. */
    less: z.array(Instrument),
    remove: z.array(Instrument),
    drums: z.boolean(),
    /** What must not be heard: English where it can be said, else the user's words. Takes away what plays it. */
    avoid: z.array(z.string().min(1).max(60)).max(16),
    length: Degree,
    /** Above zero is faster. */
    pace: Degree,
    /** Above zero is livelier and louder, below is calmer and softer. */
    energy: Degree,
    brightness: Degree,
    reverb: Degree,
    warmth: Degree,
    hiss: Degree,
  })
  .partial();
export type Change = z.infer<typeof Change>;
