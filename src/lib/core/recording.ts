import { AttuneError } from './errors.ts';
import type { EngineName } from './params.ts';
import { LONGEST_CONTINUED } from './wire/cloud.ts';

/** How long a recording may be that music goes on from, seconds, to the second. A longer one is not cut: its owner knows where. */
export const RECORDING = { min: 1, max: 60 };

/**
 * Why a piece can't begin with a recording; null where it can. Something has to follow the recording, and in the cloud the
 * two are one window of the model.
 * @param recording its length, seconds.
 * @param duration of the piece, seconds.
 */
export function misfit(recording: number, duration: number, engine: EngineName): AttuneError | null {
  if (recording >= duration) {
    return new AttuneError('recording_not_shorter', { recording: Number(recording.toFixed(1)), duration });
  }
  if (engine === 'cloud' && duration > LONGEST_CONTINUED) {
    return new AttuneError('cloud_too_long', { limit: LONGEST_CONTINUED });
  }
  return null;
}
