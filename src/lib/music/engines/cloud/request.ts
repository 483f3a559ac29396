import { frames, seconds, type Audio } from '../../../core/audio.ts';
import type { Brief } from '../../../core/brief.ts';
import { AttuneError } from '../../../core/errors.ts';
import { CloudParams, MELODY_VERSIONS, type Params } from '../../../core/params.ts';
import { LONGEST_CONTINUED, misfit } from '../../../core/recording.ts';
import type { JobRequest } from '../../../core/wire/cloud.ts';

/** What a piece is asked for with, but for the recording. */
type Wanted = Omit<JobRequest, 'id' | 'recording'>;

/** @param rest whole seconds to be made. */
export function wantedOf({ prompt }: Brief, params: Params, rest: number): Wanted {
  const { seed, normalisation, topK, topP, temperature, cfgCoef } = params;
  const { version, format } = cloudOf(params);
  return {
    prompt: prompt.trim(),
    duration: rest,
    seed,
    normalisation,
    topK,
    topP,
    temperature,
    guidance: Math.round(cfgCoef),
    version,
    format,
  };
}

export function cloudOf({ cloud }: Params): CloudParams {
  return cloud ?? CloudParams.parse({});
}

/**
 * Whether a recording can be used as it is wanted.
 * @throws AttuneError `cloud_no_melody`, `recording_not_shorter`, `cloud_too_long`.
 */
export function requireFit(recording: Audio, { duration }: Brief, params: Params): void {
  const { recording: use, version } = cloudOf(params);
  if (use === 'melody') {
    if (!MELODY_VERSIONS.includes(version)) throw new AttuneError('cloud_no_melody', { version });
    return;
  }
  const error = misfit(seconds(recording), duration, 'cloud');
  if (error !== null) throw error;
}

/**
 * Seconds are made whole there. Where the recording and they would be more than one window, what is too much is left out
 * of the recording's beginning: less than a second.
 * @returns the recording to send, mono, and the whole seconds that are to follow it.
 */
export function divided(recording: Audio, duration: number): { recording: Audio; rest: number } {
  const whole = mono(recording);
  const rest = Math.max(1, Math.ceil(duration - seconds(whole)));
  const excess = Math.max(0, Math.ceil((seconds(whole) + rest - LONGEST_CONTINUED) * whole.sampleRate));
  const channels = whole.channels.map((samples) => samples.slice(Math.min(excess, frames(whole))));
  return { recording: { ...whole, channels }, rest };
}

/** The model listens to one channel, and half as much has to travel. */
export function mono({ sampleRate, channels: [left, right] }: Audio): Audio {
  if (left === undefined || right === undefined) return { sampleRate, channels: left ? [left] : [] };
  return { sampleRate, channels: [left.map((sample, n) => (sample + right[n]!) / 2)] };
}
