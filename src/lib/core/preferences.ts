import * as z from 'zod';
import { Bpm, Genre, Instrument } from './brief.ts';

/** What a listener stated they like. Empty lists and nulls mean no wish. */
export const Preferences = z.object({
  genres: z.array(Genre),
  instruments: z.array(Instrument),
  tempo: z
    .object({ min: Bpm, max: Bpm })
    .refine(({ min, max }) => min <= max, { message: 'min must not be above max' })
    .nullable(),
  /** What must never be heard, in the user's own words. */
  avoid: z.array(z.string().min(1).max(60)).max(16),
});
export type Preferences = z.infer<typeof Preferences>;

export const NO_PREFERENCES: Preferences = { genres: [], instruments: [], tempo: null, avoid: [] };
