/** What the page and the server say to each other about music that is made in the cloud. */
import * as z from 'zod';
import { Asset } from '../asset.ts';
import { DURATION, MAX_PROMPT } from '../brief.ts';
import { ERROR_CODES } from '../errors.ts';
import {
  CLOUD_VERSIONS,
  CloudFormat,
  CloudVersion,
  MELODY_VERSIONS,
  Normalisation,
  Params,
  RecordingUse,
} from '../params.ts';

/** Bytes of a recording: a minute of mono at 32 kHz in 16 bits, with room for its header. */
export const MOST_RECORDING = 4_000_000;
const MOST_BASE64 = Math.ceil(MOST_RECORDING / 3) * 4;
/** Bytes of a request. */
export const MOST_REQUEST = MOST_BASE64 + 64 * 1024;

/** What a piece is asked for with. The same id again asks for the same piece: nothing is made twice. */
export const JobRequest = z
  .strictObject({
    /** Of the run; the session of the piece will have it too. */
    id: z.uuid(),
    prompt: z.string().trim().min(1).max(MAX_PROMPT),
    /** Whole seconds of music to be made: without the recording that it may go on from. */
    duration: z.int().min(1).max(DURATION.max),
    seed: Params.shape.seed,
    normalisation: Normalisation,
    topK: z.int().min(0).max(2048),
    topP: z.number().min(0).max(1),
    temperature: z.number().min(0.05).max(3),
    /** Classifier-free guidance, which is whole there. */
    guidance: z.int().min(0).max(10),
    version: CloudVersion,
    format: CloudFormat,
    recording: z
      .strictObject({
        use: RecordingUse,
        /** WAV or MP3, in base 64. */
        audio: z.string().min(1).max(MOST_BASE64),
      })
      .nullable(),
  })
  .refine(({ recording, version }) => recording?.use !== 'melody' || MELODY_VERSIONS.includes(version), {
    path: ['version'],
    message: 'this version follows no melody',
  });
export type JobRequest = z.infer<typeof JobRequest>;

/** `starting` waits for a machine, `processing` is on one, `copying` is made and on its way to our storage. */
export const JOB_STATES = ['starting', 'processing', 'copying', 'succeeded', 'failed', 'canceled'] as const;
export const JobState = z.enum(JOB_STATES);
export type JobState = z.infer<typeof JobState>;

/** The states that a job does not leave. */
export const FINAL_STATES: readonly JobState[] = ['succeeded', 'failed', 'canceled'];

export const Job = z.object({
  id: z.uuid(),
  state: JobState,
  /** How much of it is made, 0 to 1. */
  fraction: z.number().min(0).max(1),
  /** Its sound, once it has succeeded. */
  asset: Asset.nullable(),
  /** Why it has failed. */
  error: z
    .object({ code: z.enum(ERROR_CODES), details: z.record(z.string(), z.union([z.string(), z.number()])) })
    .nullable(),
});
export type Job = z.infer<typeof Job>;

/** `GET /api/cloud`: whether music can be made there. */
export const CloudState = z.object({
  available: z.boolean(),
  versions: z.array(CloudVersion).default([...CLOUD_VERSIONS]),
  /** Seconds of music that one user may have in a day. */
  daily: z.number().nonnegative(),
});
export type CloudState = z.infer<typeof CloudState>;
