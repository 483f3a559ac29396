import { frames, type Audio } from '../../core/audio.ts';
import { kWeighting } from './k-weighting.ts';

/** Hops in a gating block of 400 ms and in a short-term window of 3 s. */
export const BLOCK_HOPS = 4;
export const SHORT_TERM_HOPS = 30;

/** Smaller than any sample that could be heard; below it the filters' tails are cut, before they get slow denormals. */
const DENORMAL = 1e-30;

/**
 * Mean square of the K-weighted sound, summed over its channels with weight 1 (left and right, or mono: ITU-R BS.1770
 * annex 1, table 3), for each hop of 100 ms. A rest shorter than a hop is left out; a sound shorter than one gating block
 * is filled up to it with silence.
 */
export function hopPowers(audio: Audio): Float64Array {
  const hop = Math.round(audio.sampleRate / 10);
  const powers = new Float64Array(Math.max(BLOCK_HOPS, Math.floor(frames(audio) / hop)));
  for (const channel of audio.channels) addPowers(channel, audio.sampleRate, hop, powers);
  return powers;
}

/** Both filters in transposed direct form II, in one pass: this is most of what a measurement costs. */
function addPowers(channel: Float32Array, sampleRate: number, hop: number, powers: Float64Array): void {
  const [s, h] = kWeighting(sampleRate);
  let s1 = 0;
  let s2 = 0;
  let h1 = 0;
  let h2 = 0;
  for (let i = 0; i < powers.length; i++) {
    const end = Math.min((i + 1) * hop, channel.length);
    let sum = 0;
    for (let n = i * hop; n < end; n++) {
      const x = channel[n]!;
      const y = s.b0 * x + s1;
      s1 = s.b1 * x - s.a1 * y + s2;
      s2 = s.b2 * x - s.a2 * y;
      const z = y + h1;
      h1 = -2 * y - h.a1 * z + h2;
      h2 = y - h.a2 * z;
      sum += z * z;
    }
    powers[i]! += sum / hop;
    if (Math.abs(s1) < DENORMAL) s1 = 0;
    if (Math.abs(s2) < DENORMAL) s2 = 0;
    if (Math.abs(h1) < DENORMAL) h1 = 0;
    if (Math.abs(h2) < DENORMAL) h2 = 0;
  }
}
