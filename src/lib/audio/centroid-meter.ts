import type { SpectrumGrid } from './spectra.ts';

/** Collects the spectra of a sound and tells where their weight lies. */
export interface CentroidMeter {
  add(magnitudes: Float64Array): void;
  /** @returns Hz; 0 for silence. */
  read(): number;
}

/** Spectral centroid: the mean frequency, weighted by magnitude, over the whole sound, so that loud moments count for more. */
export function centroidMeter({ binWidth }: SpectrumGrid): CentroidMeter {
  let weighted = 0;
  let total = 0;
  return {
    add(magnitudes) {
      for (let k = 0; k < magnitudes.length; k++) {
        weighted += k * magnitudes[k]!;
        total += magnitudes[k]!;
      }
    },
    read: () => (total > 0 ? (weighted / total) * binWidth : 0),
  };
}
