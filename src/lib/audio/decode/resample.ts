import { kaiser } from '../kaiser.ts';

/** Zero crossings of the filter on either side. */
const CROSSINGS = 64;
/** Kaiser's parameter: the stop band lies 80 dB down. */
const BETA = 8;
/** Where the filter is half way down, of what both rates can hold: as far below as it is wide, so that nothing folds over. */
const CUTOFF = 0.96;

/**
 * Brings a channel to another rate. What both rates can hold up to 92 % comes through, to 60 dB and better; what the new
 * one can't hold is gone.
 *
 * Every sample is the dot product of the samples around it with a windowed sinc. Where samples fall between those that are
 * there repeats after `to / gcd(from, to)` of them, so there are as many filters (Crochiere and Rabiner, "Multirate digital
 * signal processing", 1983).
 * @param from Hz, whole.
 * @param to Hz, whole.
 */
export function resample(samples: Float32Array, from: number, to: number): Float32Array<ArrayBuffer> {
  if (from === to) return samples.slice();
  const divisor = greatestCommon(from, to);
  const [step, phases] = [from / divisor, to / divisor];
  const reach = Math.ceil(CROSSINGS / cutoff(from, to));
  const filters = Array.from({ length: phases }, (_, phase) =>
    filter(phase / phases, reach, cutoff(from, to)),
  );
  const out = new Float32Array(Math.round((samples.length * to) / from));
  for (let n = 0; n < out.length; n++) {
    const at = n * step;
    out[n] = dot(samples, Math.floor(at / phases) - reach + 1, filters[at % phases]!);
  }
  return out;
}

/** Of the filter, as a share of what `from` can hold. */
function cutoff(from: number, to: number): number {
  return CUTOFF * Math.min(1, to / from);
}

/** The filter for a sample that lies `offset`, 0 to 1, after the one at its `reach - 1`th tap. */
function filter(offset: number, reach: number, share: number): Float64Array {
  const taps = Float64Array.from({ length: 2 * reach }, (_, k) => {
    const time = k - (reach - 1) - offset;
    return sinc(time * share) * kaiser(time / reach, BETA);
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Beyond both ends there is silence. */
function dot(samples: Float32Array, start: number, taps: Float64Array): number {
  let sum = 0;
  const last = Math.min(taps.length, samples.length - start);
  for (let k = Math.max(0, -start); k < last; k++) sum += samples[start + k]! * taps[k]!;
  return sum;
}

function greatestCommon(a: number, b: number): number {
  return b === 0 ? a : greatestCommon(b, a % b);
}
