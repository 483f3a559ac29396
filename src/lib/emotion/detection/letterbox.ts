import type { Pixels } from '../picture/pixels.ts';

/** A part of a picture in pixels; it may be fractional and reach past the edge. */
export interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where a picture lies in the square that holds it. */
export type Placement = 'top-left' | 'centre';

/**
 * Fits a part of a picture into a square, aspect kept, black around it, and normalises it: `(x - mean) / 255`.
 * Interpolation is bilinear as tensorflow.js does it without half-pixel centres, after padding, so that the networks see
 * what they saw in training: the picture's edge blends into the black beside it.
 *
 * @param region whole pixels, inside the picture
 * @param side of the square, pixels
 * @param mean of red, green and blue, 0 to 255
 * @param out receives planes of red, green and blue, `3 * side * side` numbers
 */
export function letterbox(
  picture: Pixels,
  region: Region,
  side: number,
  placement: Placement,
  mean: readonly [number, number, number],
  out: Float32Array,
): void {
  const longer = Math.max(region.width, region.height);
  const centred = placement === 'centre';
  const columns = taps(region.x, region.width, longer, side, centred);
  const rows = taps(region.y, region.height, longer, side, centred);
  const plane = side * side;
  const [red, green, blue] = mean;
  const { data, width } = picture;

  for (let y = 0; y < side; y++) {
    const top = rows.first[y]! * width;
    const bottom = rows.second[y]! * width;
    const topWeight = rows.firstWeight[y]! / 255;
    const bottomWeight = rows.secondWeight[y]! / 255;
    for (let x = 0; x < side; x++) {
      const leftWeight = columns.firstWeight[x]!;
      const rightWeight = columns.secondWeight[x]!;
      const a = (top + columns.first[x]!) * 4;
      const b = (top + columns.second[x]!) * 4;
      const c = (bottom + columns.first[x]!) * 4;
      const d = (bottom + columns.second[x]!) * 4;
      const wa = topWeight * leftWeight;
      const wb = topWeight * rightWeight;
      const wc = bottomWeight * leftWeight;
      const wd = bottomWeight * rightWeight;
      const at = y * side + x;
      out[at] = data[a]! * wa + data[b]! * wb + data[c]! * wc + data[d]! * wd - red / 255;
      out[at + plane] =
        data[a + 1]! * wa + data[b + 1]! * wb + data[c + 1]! * wc + data[d + 1]! * wd - green / 255;
      out[at + 2 * plane] =
        data[a + 2]! * wa + data[b + 2]! * wb + data[c + 2]! * wc + data[d + 2]! * wd - blue / 255;
    }
  }
}

/** For every position along one axis of the square: the two source pixels it lies between and the weight of each. A pixel in the padding weighs nothing. */
interface Taps {
  first: Int32Array;
  second: Int32Array;
  firstWeight: Float32Array;
  secondWeight: Float32Array;
}

function taps(start: number, length: number, longer: number, side: number, centred: boolean): Taps {
  const all: Taps = {
    first: new Int32Array(side),
    second: new Int32Array(side),
    firstWeight: new Float32Array(side),
    secondWeight: new Float32Array(side),
  };
  const padding = centred ? Math.floor((longer - length) / 2) : 0;
  const scale = longer / side;
  for (let i = 0; i < side; i++) {
    const position = i * scale;
    const before = Math.floor(position);
    const after = Math.min(Math.ceil(position), longer - 1);
    const fraction = position - before;
    const inside = (at: number) => at >= padding && at < padding + length;
    const source = (at: number) => start + Math.min(Math.max(at - padding, 0), length - 1);
    all.first[i] = source(before);
    all.second[i] = source(after);
    all.firstWeight[i] = inside(before) ? 1 - fraction : 0;
    all.secondWeight[i] = inside(after) ? fraction : 0;
  }
  return all;
}
