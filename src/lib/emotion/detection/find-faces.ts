import type { Network } from '../../runtime/onnx.ts';
import type { Pixels } from '../picture/pixels.ts';
import { agree, GLIMPSE } from './agree.ts';
import type { Detection } from './cells.ts';
import { detect } from './detect.ts';

/** The detector's own scale, then one for faces that fill the picture, one for small faces, and one for portraits. */
const SCALES = [416, 224, 608, 160] as const;

/**
 * Finds the faces in a still, at several scales: how well the detector sees a face depends on its size in the input,
 * and not evenly.
 *
 * @returns the faces, the most prominent first: large ones before small ones, clear ones before doubtful ones
 */
export async function findFaces(
  network: Network,
  picture: Pixels,
  signal?: AbortSignal,
): Promise<Detection[]> {
  const [first, ...others] = SCALES;
  // Enlarging the picture would show nothing new.
  const sides = [first, ...others.filter((side) => side <= Math.max(picture.width, picture.height))];
  const scales: Detection[][] = [];
  for (const side of sides) {
    signal?.throwIfAborted();
    scales.push(await detect(network, picture, side, GLIMPSE));
  }
  return agree(scales).sort((a, b) => prominence(b) - prominence(a));
}

function prominence({ box, score }: Detection): number {
  return score * box.width * box.height;
}
