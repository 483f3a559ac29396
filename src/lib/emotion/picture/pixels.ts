/** A decoded picture, upright: RGBA, 8 bits a channel, rows from the top. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8Array | Uint8ClampedArray;
  /** Size of the picture as it was given, after orientation; `width` and `height` are smaller where it was shrunk. */
  original: { width: number; height: number };
}

/** Larger pictures are shrunk to this many pixels on their longer side: the smallest face that the detector can find is then still about as large as the expression network's input. */
export const LONGEST_SIDE = 4096;

/** @returns the size that a picture is decoded to, aspect kept. */
export function workingSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}
