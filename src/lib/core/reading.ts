import * as z from 'zod';
import { Affect, Emotion, Probabilities } from './emotion.ts';

/** A rectangle in fractions of the picture's width and height, origin top left. It may reach past the picture's edge. */
export const Box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
export type Box = z.infer<typeof Box>;

/** Why a reading names no emotion although there is a face. */
export const UNSURE = ['small', 'dark', 'ambiguous'] as const;
export const Unsure = z.enum(UNSURE);
export type Unsure = z.infer<typeof Unsure>;

/** What one look at one face gave. */
export const Reading = z.object({
  box: Box,
  /** The detector's score, 0 to 1. */
  detection: z.number().min(0).max(1),
  probabilities: Probabilities,
  affect: Affect,
  /** The likeliest emotion, or null where the reading abstains. */
  emotion: Emotion.nullable(),
  /** Why it abstains; null exactly where `emotion` is named. */
  unsure: Unsure.nullable(),
  /** Probability of the likeliest emotion, 0 to 1. */
  confidence: z.number().min(0).max(1),
  quality: z.object({
    /** Shorter side of the face in pixels of the picture as it was given. */
    size: z.number().nonnegative(),
    /** Mean luma of the face, 0 (black) to 1 (white). */
    brightness: z.number().min(0).max(1),
  }),
  /** When it was read, milliseconds since the epoch. */
  at: z.number(),
});
export type Reading = z.infer<typeof Reading>;

/**
 * What a session keeps of the reading that it began with, and what a user's devices share of it: no more than a piece is
 * written from. Nothing tells where in the picture the face was, how it looked there, or what else it might have been.
 */
export const KeptReading = Reading.pick({ emotion: true, confidence: true, affect: true });
export type KeptReading = z.infer<typeof KeptReading>;

/** What one picture gave: its size in pixels after orientation, and a reading a face, the most prominent first. */
export const Look = z.object({
  width: z.int().positive(),
  height: z.int().positive(),
  readings: z.array(Reading),
});
export type Look = z.infer<typeof Look>;
