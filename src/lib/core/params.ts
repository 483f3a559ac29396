import * as z from 'zod';
import { DURATION, Duration } from './brief.ts';

/** How a finished take is brought to level: to -16 LUFS, to a sample peak, to an RMS level, or not at all but hard-limited. */
export const NORMALISATIONS = ['loudness', 'peak', 'rms', 'clip'] as const;
export const Normalisation = z.enum(NORMALISATIONS);
export type Normalisation = z.infer<typeof Normalisation>;

export const ENGINES = ['composer', 'musicgen', 'cloud'] as const;
export const EngineName = z.enum(ENGINES);
export type EngineName = z.infer<typeof EngineName>;

/** MusicGen's weights in the cloud, by Replicate's names: the stereo ones first. */
export const CLOUD_VERSIONS = ['stereo-large', 'stereo-melody-large', 'melody-large', 'large'] as const;
export const CloudVersion = z.enum(CLOUD_VERSIONS);
export type CloudVersion = z.infer<typeof CloudVersion>;

/** The versions that can follow a melody. */
export const MELODY_VERSIONS: readonly CloudVersion[] = ['stereo-melody-large', 'melody-large'];

/** What the cloud sends its sound as. */
export const CLOUD_FORMATS = ['wav', 'mp3'] as const;
export const CloudFormat = z.enum(CLOUD_FORMATS);
export type CloudFormat = z.infer<typeof CloudFormat>;

/** What becomes of a recording in the cloud: the piece follows its melody, or goes on after it. */
export const RECORDING_USES = ['melody', 'continue'] as const;
export const RecordingUse = z.enum(RECORDING_USES);
export type RecordingUse = z.infer<typeof RecordingUse>;

/** What the engine in the cloud is told besides. */
export const CloudParams = z.object({
  version: CloudVersion.default('stereo-large'),
  format: CloudFormat.default('wav'),
  /** Null where no recording is sent. */
  recording: RecordingUse.nullable().default(null),
});
export type CloudParams = z.infer<typeof CloudParams>;

/**
 * What an engine is told besides the brief. The sampling fields are MusicGen's, with its published defaults; the
 * composer keeps them in the take and reads only `seed`.
 */
export const Params = z.object({
  /** Seconds. */
  duration: Duration.default(DURATION.default),
  seed: z.int().min(0).max(0xffffffff),
  normalisation: Normalisation.default('loudness'),
  topK: z.int().min(0).max(2048).default(250),
  topP: z.number().min(0).max(1).default(0),
  temperature: z.number().min(0.05).max(3).default(1),
  cfgCoef: z.number().min(0).max(10).default(3),
  /** MusicGen's weights: a name on the model hub, or a folder; the small model where none is given. */
  model: z.string().trim().min(1).max(200).optional(),
  /** Of the engine in the cloud alone. */
  cloud: CloudParams.optional(),
  /** How many takes to make of one brief; the i-th, counted from 0, is the take of `seed + i`. */
  variations: z.int().min(1).max(4).default(1),
});
export type Params = z.infer<typeof Params>;

/** @returns the seed that makes the `variation`-th take of a batch alone; counted from 0, around the end of the range. */
export function variationSeed(seed: number, variation: number): number {
  return (seed + variation) >>> 0;
}
