import type { Box } from '../core/reading.ts';
import type { Region } from './detection/letterbox.ts';
import type { Pixels } from './picture/pixels.ts';

/** The part of the picture inside a box, whole pixels. @returns null where the box holds no whole pixel of it. */
export function crop({ x, y, width, height }: Box, picture: Pixels): Region | null {
  const left = Math.max(x * picture.width, 0);
  const top = Math.max(y * picture.height, 0);
  const right = Math.min((x + width) * picture.width, picture.width);
  const bottom = Math.min((y + height) * picture.height, picture.height);
  const region = {
    x: Math.floor(left),
    y: Math.floor(top),
    width: Math.floor(right - left),
    height: Math.floor(bottom - top),
  };
  return region.width > 0 && region.height > 0 ? region : null;
}
