/** A decoder starts from nothing and stops in the middle of a note: seconds that both are softened over. */
const FADE_IN = 0.01;
/** A take ends as a performance would be faded out, the last eighth of it, but no longer than this. */
const FADE_OUT = { longest: 3, share: 1 / 8 };

/**
 * Fades a stretch of a take in place, by where it lies in the whole.
 * @param start samples of the take before this stretch.
 * @param total samples of the take.
 */
export function fade(samples: Float32Array, start: number, total: number, sampleRate: number): void {
  const rise = FADE_IN * sampleRate;
  const fall = Math.min(FADE_OUT.longest * sampleRate, FADE_OUT.share * total);
  for (let i = 0; i < samples.length; i++) {
    const at = start + i;
    if (at >= rise && at <= total - fall) continue;
    const gain = Math.min(1, at / rise) * equalPower(Math.min(1, Math.max(0, total - 1 - at) / fall));
    samples[i] = samples[i]! * gain;
  }
}

/** Falls slowly at first, as a hand on a fader does. */
function equalPower(left: number): number {
  return Math.sin((left * Math.PI) / 2);
}
