/**
 * Milliseconds before the second attempt, at most between two, and between two where all is well, which is soon: devices
 * lie side by side.
 */
const FIRST = 1000;
const LONGEST = 5 * 60_000;
export const USUAL = 60_000;

/**
 * How long to wait after failing: twice as long each time, and never as long as everybody else.
 * @param failures in a row, from 1.
 * @param asked seconds that the server asked for.
 * @param chance from 0 to 1.
 * @returns milliseconds.
 */
export function backOff(failures: number, asked = 0, chance = Math.random()): number {
  const longest = Math.min(LONGEST, FIRST * 2 ** (failures - 1));
  return Math.max(asked * 1000, longest / 2) + (chance * longest) / 2;
}
