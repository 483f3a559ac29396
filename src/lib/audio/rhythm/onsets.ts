/** Spectra on each side over which an onset is the strongest; two onsets nearer than 50 ms are heard as one. */
const REACH = 5;

/** Spectra before and after that make the mean which an onset stands out from. */
const BEFORE = 10;
const AFTER = 7;

/** How far it stands out, in units of onset strength; chosen so that counts agree with the written notes of known pieces. */
const THRESHOLD = 0.05;

/**
 * Counts what begins: local maxima of the onset strength that stand out from its moving mean (Böck, Krebs and Schedl,
 * ISMIR 2012).
 * @param strength onset strength, 100 a second.
 */
export function countOnsets(strength: Float32Array): number {
  const peaks = strength.filter((value, n) => {
    const around = strength.subarray(Math.max(0, n - REACH), n + REACH + 1);
    // Of two equal values within reach, the first counts.
    const strongest = Math.max(0, n - REACH) + around.indexOf(Math.max(...around)) === n;
    return strongest && value > mean(strength.subarray(Math.max(0, n - BEFORE), n + AFTER + 1)) + THRESHOLD;
  });
  return peaks.length;
}

function mean(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
