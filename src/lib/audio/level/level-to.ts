import type { Audio } from '../../core/audio.ts';
import { fromDecibels, toDecibels } from '../decibels.ts';
import { truePeak } from '../loudness/true-peak.ts';
import { amplify } from './amplify.ts';
import { limit } from './limit.ts';

/** Near enough to the target, dB. */
const TOLERANCE = 0.05;

/** A sound is never pushed further than this into the limiter, dB: what is left of its attacks then is worth more than level. */
const MOST_REDUCTION = 20;

const MOST_STEPS = 8;

/**
 * Brings a sound to a level under a true-peak ceiling. Limiting takes level away, so the gain is searched for: by how far
 * the last step missed, and how much of a step was lost to the limiter.
 * @param meter level in decibels, which rises by as much as the gain; null where there is nothing to measure.
 * @param target on the meter's scale.
 * @param ceiling dBTP.
 * @returns within 0.05 dB of the target, and never above the ceiling; short of the target where that would take more than
 * 20 dB of limiting. The sound itself where it is level already, or silent.
 */
export function levelTo(
  audio: Audio,
  meter: (audio: Audio) => number | null,
  target: number,
  ceiling: number,
): Audio {
  const level = meter(audio);
  if (level === null) return audio;
  const most = ceiling - toDecibels(truePeak(audio)) + MOST_REDUCTION;
  let gain = Math.abs(target - level) > TOLERANCE ? Math.min(most, target - level) : 0;
  let result = attempt(audio, gain, ceiling);
  let reached = meter(result) ?? level;
  let slope = 1;

  for (let step = 0; step < MOST_STEPS && Math.abs(target - reached) > TOLERANCE; step++) {
    const next = Math.min(most, gain + (target - reached) / slope);
    if (next === gain) break;
    result = attempt(audio, next, ceiling);
    const now = meter(result) ?? reached;
    slope = Math.min(1, Math.max(0.2, (now - reached) / (next - gain)));
    gain = next;
    reached = now;
  }
  return result;
}

function attempt(audio: Audio, gain: number, ceiling: number): Audio {
  return limit(amplify(audio, fromDecibels(gain)), fromDecibels(ceiling));
}
