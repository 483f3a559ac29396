import type { Detection } from './cells.ts';
import { overlap } from './overlap.ts';

/** What a scale must give a face for it to count as seen there at all. */
export const GLIMPSE = 0.3;
/** What one scale must give a face; face-api's threshold. */
const SEEN = 0.5;
/** What a scale must give a face that no other scale catches a glimpse of. */
const SEEN_ALONE = 0.7;
/** Boxes of one face differ more between scales than within one. */
const SAME_FACE = 0.3;

/**
 * Makes one list of what several scales found in a picture. A face must score well at one scale; where the others see
 * nothing there the bar is higher, as false alarms rarely repeat at another size.
 *
 * @param scales detections above `GLIMPSE` at each scale, the most trusted scale first: a face takes its box from the
 * first scale that saw it well
 */
export function agree(scales: readonly (readonly Detection[])[]): Detection[] {
  const faces: Detection[] = [];
  scales.forEach((detections, own) => {
    const others = scales.filter((_, i) => i !== own).flat();
    for (const detection of detections) {
      const isSame = (other: Detection) => overlap(other.box, detection.box) > SAME_FACE;
      if (faces.some(isSame)) continue;
      if (detection.score > (others.some(isSame) ? SEEN : SEEN_ALONE)) faces.push(detection);
    }
  });
  return faces;
}
