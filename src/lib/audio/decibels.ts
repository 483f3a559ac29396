/** @returns `20 log10(amplitude)`: decibels of an amplitude against 1; -Infinity for 0. */
export function toDecibels(amplitude: number): number {
  return 20 * Math.log10(amplitude);
}

/** @returns the amplitude, against 1, of a level in decibels. */
export function fromDecibels(decibels: number): number {
  return 10 ** (decibels / 20);
}
