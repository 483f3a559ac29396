import { frames, type Audio } from '../../core/audio.ts';
import { truePeak, visitPeaks } from '../loudness/true-peak.ts';
import { amplify } from './amplify.ts';
import { mapSamples } from './map-samples.ts';

/** Time constants in seconds: quick enough before a peak to go unheard, slow enough after it not to pump. */
const ATTACK = 0.002;
const RELEASE = 0.08;

/**
 * Look-ahead true-peak limiter, the same gain for all channels so that the picture stays in place. The reduction that each
 * peak needs fades in before it and out after it exponentially.
 * @param ceiling linear; no true peak of the result is higher.
 * @returns the sound itself where it keeps to the ceiling already.
 */
export function limit(audio: Audio, ceiling: number): Audio {
  const reduction = new Float32Array(frames(audio));
  let over = false;
  visitPeaks(audio, ceiling, (frame, peak) => {
    if (peak > ceiling) {
      over = true;
      reduction[frame] = Math.max(reduction[frame]!, 1 - ceiling / peak);
    }
    return ceiling;
  });
  if (!over) return audio;

  spread(reduction, Math.exp(-1 / (RELEASE * audio.sampleRate)), Math.exp(-1 / (ATTACK * audio.sampleRate)));
  const limited = mapSamples(audio, (sample, frame) => sample * (1 - reduction[frame]!));
  // A gain that moves bends the sound between samples a little; what is left over is taken off everywhere.
  return amplify(limited, Math.min(1, ceiling / truePeak(limited)));
}

function spread(reduction: Float32Array, release: number, attack: number): void {
  for (let n = 1; n < reduction.length; n++) {
    reduction[n] = Math.max(reduction[n]!, reduction[n - 1]! * release);
  }
  for (let n = reduction.length - 2; n >= 0; n--) {
    reduction[n] = Math.max(reduction[n]!, reduction[n + 1]! * attack);
  }
}
