import type { Audio } from '../../core/audio.ts';

/** @returns the largest magnitude of any sample, linear; 0 for silence. */
export function samplePeak(audio: Audio): number {
  let peak = 0;
  for (const channel of audio.channels) for (const sample of channel) peak = Math.max(peak, Math.abs(sample));
  return peak;
}
