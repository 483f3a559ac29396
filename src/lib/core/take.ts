import * as z from 'zod';
import { Asset } from './asset.ts';
import { Brief } from './brief.ts';
import { EngineName, Params } from './params.ts';
import { PackedTokens } from './tokens.ts';

/** What was measured of a finished take. */
export const Measures = z.object({
  /** Seconds. */
  duration: z.number().nonnegative(),
  /** Integrated loudness, ITU-R BS.1770-4, LUFS; null for silence. */
  loudness: z.number().nullable(),
  /** Loudness range, EBU Tech 3342, LU. */
  range: z.number().nonnegative(),
  /** True peak, dBTP; null for silence. */
  truePeak: z.number().nullable(),
  /** Share of samples on flat tops, as cutting off at full scale leaves them, in the raw sound or the finished one, 0 to 1. */
  clipped: z.number().min(0).max(1),
  /** Share of the piece below -60 dBFS, 0 to 1. */
  silent: z.number().min(0).max(1),
  /** Blind estimate, beats a minute; null where no pulse was found. */
  tempo: z.number().positive().nullable(),
  /** Onsets a second. */
  onsetRate: z.number().nonnegative(),
  /** Spectral centroid, Hz. */
  centroid: z.number().nonnegative(),
});
export type Measures = z.infer<typeof Measures>;

/**
 * How well a take conforms to its brief: `total = gates * (.35 tempo + .25 dynamics + .4 style)`, and where there is no
 * pulse to tell a tempo by, the other two alone in the same proportion. It measures conformity, not beauty.
 */
export const Score = z.object({
  total: z.number().min(0).max(1),
  /** Length, clipping and silence, multiplied. */
  gates: z.number().min(0).max(1),
  /** Null where no pulse was found. */
  tempo: z.number().min(0).max(1).nullable(),
  dynamics: z.number().min(0).max(1),
  style: z.number().min(0).max(1),
});
export type Score = z.infer<typeof Score>;

/** What an engine made of a brief: everything that is needed to make the same sound again. */
export const Take = z.object({
  id: z.uuid(),
  /** Milliseconds since the epoch. */
  createdAt: z.number(),
  engine: EngineName,
  brief: Brief,
  params: Params,
  /** What MusicGen made, of which the sound is rendered again; null where brief and seed are enough. */
  tokens: PackedTokens.nullable().default(null),
  /** Its sound as the cloud made it, which nothing makes again; null where brief and seed, or tokens, are enough. */
  asset: Asset.nullable().default(null),
  measures: Measures,
  score: Score,
});
export type Take = z.infer<typeof Take>;
