import type { Region } from './detection/letterbox.ts';
import type { Pixels } from './picture/pixels.ts';

/** Samples along each side of a face; more would not move the mean. */
const SAMPLES = 64;

/** Mean luma of a part of a picture, 0 to 1, by the weights of ITU-R BT.709 on the gamma-encoded channels. */
export function brightness({ data, width }: Pixels, region: Region): number {
  const step = Math.max(1, Math.floor(Math.min(region.width, region.height) / SAMPLES));
  let sum = 0;
  let count = 0;
  for (let y = region.y; y < region.y + region.height; y += step) {
    for (let x = region.x; x < region.x + region.width; x += step) {
      const at = (y * width + x) * 4;
      sum += 0.2126 * data[at]! + 0.7152 * data[at + 1]! + 0.0722 * data[at + 2]!;
      count++;
    }
  }
  return sum / count / 255;
}
