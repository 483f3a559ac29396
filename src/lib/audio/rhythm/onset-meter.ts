import type { SpectrumGrid } from '../spectra.ts';

/** Hz: bands from the lowest note of a bass guitar to the top of a hi-hat, each half a third octave wide. */
const LOWEST = 40;
const HIGHEST = 12000;
const BANDS_PER_OCTAVE = 6;

/** How far levels are compressed: with 100 a band 20 dB below the mean still counts, noise 60 dB below it doesn't. */
const COMPRESSION = 100;

/** Spectra over which a rise is taken: the window is wider than one step, so a hit is spread over several. */
const LAG = 2;

/** Collects the spectra of a sound and tells how much begins in each. */
export interface OnsetMeter {
  add(magnitudes: Float64Array, frame: number): void;
  /** @returns onset strength for each spectrum, of no unit, the same whatever the gain of the sound. */
  read(): Float32Array;
}

/**
 * Spectral flux: how much the compressed levels of narrow bands rise, summed over bands. A band is compared with the
 * loudest of its neighbourhood a moment ago, so that vibrato and slides don't count (SuperFlux; Böck and Widmer, DAFx 2013).
 */
export function onsetMeter(grid: SpectrumGrid): OnsetMeter {
  const edges = bandEdges(grid);
  const bands = edges.length - 1;
  const levels = new Float32Array(grid.count * bands);
  return {
    add(magnitudes, frame) {
      for (let band = 0; band < bands; band++) {
        let power = 0;
        for (let k = edges[band]!; k < edges[band + 1]!; k++) power += magnitudes[k]! ** 2;
        levels[frame * bands + band] = Math.sqrt(power);
      }
    },
    read: () => flux(compress(levels), bands),
  };
}

/** @returns first bins of the bands, each at least one bin wide, and the end of the last. */
function bandEdges({ bins, binWidth }: SpectrumGrid): number[] {
  const edges = [];
  for (let hertz = LOWEST; hertz < HIGHEST; hertz *= 2 ** (1 / BANDS_PER_OCTAVE)) {
    const bin = Math.min(bins, Math.round(hertz / binWidth));
    if (bin > (edges.at(-1) ?? 0)) edges.push(bin);
  }
  return edges;
}

function compress(levels: Float32Array): Float32Array {
  let sum = 0;
  for (const level of levels) sum += level;
  if (sum === 0) return levels;
  const scale = (COMPRESSION * levels.length) / sum;
  return levels.map((level) => Math.log1p(level * scale));
}

function flux(levels: Float32Array, bands: number): Float32Array {
  const strength = new Float32Array(levels.length / bands);
  for (let frame = LAG; frame < strength.length; frame++) {
    const now = frame * bands;
    const before = now - LAG * bands;
    for (let band = 0; band < bands; band++) {
      const loudest = Math.max(
        levels[before + band]!,
        band > 0 ? levels[before + band - 1]! : 0,
        band < bands - 1 ? levels[before + band + 1]! : 0,
      );
      strength[frame]! += Math.max(0, levels[now + band]! - loudest) / bands;
    }
  }
  return strength;
}
