import type { Piece } from '../../../piece.ts';
import { clamp, gainOf } from './maths.ts';

/** Decibels a swell may take away or add. */
const RANGE = [-40, 12] as const;

/** @returns reads the curve of `swells` as a linear gain at ever later seconds; 1 where there are none. */
export function swellReader(swells: Piece['swells']): (time: number) => number {
  const points = swells
    .map(({ time, decibels }) => ({ time, decibels: clamp(decibels, RANGE[0], RANGE[1]) }))
    .toSorted((a, b) => a.time - b.time);
  let next = 0;
  return (time) => {
    while (next < points.length && points[next]!.time <= time) next++;
    const after = points[next];
    const before = points[next - 1];
    if (before === undefined && after === undefined) return 1;
    if (before === undefined || after === undefined) return gainOf((before ?? after)!.decibels);
    const share = (time - before.time) / (after.time - before.time);
    return gainOf(before.decibels + share * (after.decibels - before.decibels));
  };
}
