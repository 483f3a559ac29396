import type { Brief } from './brief.ts';

/** Beats a minute by which a tempo has to move to be called moving. */
const MOVING = 3;

/** @returns what is said of a tempo, in whole beats a minute: its start and its end, or one number where it hardly moves. */
export function toldTempo({ start, end }: Brief['tempo']): [number] | [number, number] {
  if (Math.abs(end - start) < MOVING) return [Math.round((start + end) / 2)];
  return [Math.round(start), Math.round(end)];
}
