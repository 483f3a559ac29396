import type { Detection } from './cells.ts';
import { overlap } from './overlap.ts';

/** Detections that overlap by more than this are of one face; face-api's value. */
const SAME_FACE = 0.4;

/** Greedy non-maximum suppression. @returns the detections kept, the best first. */
export function suppress(detections: readonly Detection[]): Detection[] {
  const kept: Detection[] = [];
  for (const candidate of [...detections].sort((a, b) => b.score - a.score)) {
    if (kept.every((better) => overlap(better.box, candidate.box) <= SAME_FACE)) kept.push(candidate);
  }
  return kept;
}
