/** Loudness below which nothing counts, LUFS (ITU-R BS.1770-4, annex 1). */
export const ABSOLUTE_GATE = -70;

/** @returns the loudness in LUFS of a K-weighted mean square (ITU-R BS.1770-4, equation 2). */
export function toLufs(power: number): number {
  return -0.691 + 10 * Math.log10(power);
}

/** @returns the K-weighted mean square of a loudness in LUFS. */
export function fromLufs(loudness: number): number {
  return 10 ** ((loudness + 0.691) / 10);
}

/** @returns the mean of `values`, NaN where there are none. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** @returns mean power of every window of `length` hops, one starting at each hop. */
export function windowPowers(hopPowers: Float64Array, length: number): Float64Array {
  return Float64Array.from({ length: Math.max(0, hopPowers.length - length + 1) }, (_, start) =>
    mean(hopPowers.subarray(start, start + length)),
  );
}

/**
 * @param relative how far below the mean of what passed the absolute gate a window still counts, LU (negative).
 * @returns powers of the windows that pass both gates.
 */
export function gate(powers: Float64Array, relative: number): Float64Array {
  const audible = powers.filter((power) => power > fromLufs(ABSOLUTE_GATE));
  const threshold = mean(audible) * 10 ** (relative / 10);
  return audible.filter((power) => power > threshold);
}
