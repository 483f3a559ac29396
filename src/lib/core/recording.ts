import { AttuneError } from './errors.ts';
import type { EngineName } from './params.ts';

/** How long a recording may be that music goes on from, seconds, to the second. A longer one is not cut: its owner knows where. */
export const RECORDING = { min: 1, max: 60 };

/** Seconds that a piece of the cloud has at most which goes on from a recording, with the recording: one window of MusicGen. */
export const LONGEST_CONTINUED = 30;

/**
 * Why a piece can't begin with a recording; null where it can. Something has to follow the recording, and
 * in the cloud the two have to fit into one window.
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
