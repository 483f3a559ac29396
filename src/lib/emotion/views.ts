import { EMOTIONS, type Probabilities } from '../core/emotion.ts';
import type { Box } from '../core/reading.ts';
import { crop } from './crop.ts';
import type { Region } from './detection/letterbox.ts';
import type { Pixels } from './picture/pixels.ts';

/** One way to look at a face. */
export interface View {
  region: Region;
  /** Left and right exchanged. */
  mirrored: boolean;
}

/** How far the box is moved each way, in parts of its size: about what the detector itself is off by. */
const JITTER = 0.04;

const SHIFTS = [
  [0, 0],
  [-JITTER, 0],
  [JITTER, 0],
  [0, -JITTER],
  [0, JITTER],
] as const;

/**
 * A face as it is, moved a little each way, and all of these mirrored. A few pixels more or less in the box change what
 * the expression network says of one face in seven; what it says of every view alike can be trusted.
 */
export function viewsOf(box: Box, picture: Pixels): View[] {
  const regions = SHIFTS.flatMap(([dx, dy]) => {
    const moved = { ...box, x: box.x + dx * box.width, y: box.y + dy * box.height };
    return crop(moved, picture) ?? [];
  });
  return [false, true].flatMap((mirrored) => regions.map((region) => ({ region, mirrored })));
}

/** The mean over the views of one face. Views that disagree leave no emotion likely. */
export function consensus(views: readonly Probabilities[]): Probabilities {
  const mean = EMOTIONS.map((emotion) => [
    emotion,
    views.reduce((sum, view) => sum + view[emotion], 0) / views.length,
  ]);
  return Object.fromEntries(mean) as Probabilities;
}
