/** A range of values that are all equally right. */
export type Band = readonly [low: number, high: number];

/**
 * How well a value fits a band: 1 inside, and outside a Gaussian of the distance to the nearer edge.
 * @param falloff distance at which the fit has sunk to 1/e.
 */
export function fit(value: number, [low, high]: Band, falloff: number): number {
  const distance = Math.max(low - value, 0, value - high);
  return Math.exp(-((distance / falloff) ** 2));
}
