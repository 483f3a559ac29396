import type { Box } from '../../core/reading.ts';

/** A face as the detector sees it at one scale. */
export interface Detection {
  box: Box;
  /** 0 to 1. */
  score: number;
}

/** Pixels of the square that one cell answers for. */
export const STRIDE = 32;

/** Width and height of each anchor in cells, from face-api's `tinyFaceDetector/const.ts` (MIT). */
const ANCHORS = [
  [1.603231, 2.094468],
  [6.041143, 7.080126],
  [2.882459, 3.518061],
  [4.266906, 5.178857],
  [9.041765, 10.66308],
] as const;

/** What each anchor predicts, in order. */
const FIELDS = 5;

/**
 * Turns the detector's output into boxes, as YOLOv2 does (Redmon and Farhadi 2017, section 2, "Direct location
 * prediction").
 *
 * @param cells planes of 5 anchors x (tx, ty, tw, th, objectness), each `(side / 32)^2`
 * @param side of the square that the picture was fitted into, top left
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 * @param threshold detections must score more than this
 */
export function decodeCells(
  cells: Float32Array,
  side: number,
  width: number,
  height: number,
  threshold: number,
): Detection[] {
  const n = side / STRIDE;
  const longer = Math.max(width, height);
  // From fractions of the square to fractions of the picture, whose size in the square is whole pixels.
  const stretchX = side / Math.round((width * side) / longer);
  const stretchY = side / Math.round((height * side) / longer);
  const plane = n * n;
  const found: Detection[] = [];

  ANCHORS.forEach(([anchorWidth, anchorHeight], anchor) => {
    const field = (index: number, cell: number) => cells[(anchor * FIELDS + index) * plane + cell]!;
    for (let cell = 0; cell < plane; cell++) {
      const score = sigmoid(field(4, cell));
      if (score <= threshold) continue;
      const column = cell % n;
      const row = (cell - column) / n;
      const w = ((Math.exp(field(2, cell)) * anchorWidth) / n) * stretchX;
      const h = ((Math.exp(field(3, cell)) * anchorHeight) / n) * stretchY;
      const x = ((column + sigmoid(field(0, cell))) / n) * stretchX - w / 2;
      const y = ((row + sigmoid(field(1, cell))) / n) * stretchY - h / 2;
      found.push({ box: { x, y, width: w, height: h }, score });
    }
  });
  return found;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
