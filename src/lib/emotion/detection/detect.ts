import type { Network } from '../../runtime/onnx.ts';
import type { Pixels } from '../picture/pixels.ts';
import { decodeCells, type Detection } from './cells.ts';
import { letterbox } from './letterbox.ts';
import { suppress } from './suppress.ts';

/** Mean of the detector's training pictures, from face-api's `tinyFaceDetector/const.ts`. */
const MEAN = [117.001, 114.697, 97.404] as const;

/**
 * Finds faces at one scale.
 *
 * @param network the detector
 * @param side of the square that the whole picture is fitted into, a multiple of 32: the larger, the smaller the faces found
 * @param threshold detections must score more than this
 * @returns detections, the best first
 */
export async function detect(
  network: Network,
  picture: Pixels,
  side: number,
  threshold: number,
): Promise<Detection[]> {
  const { width, height } = picture;
  const input = new Float32Array(3 * side * side);
  letterbox(picture, { x: 0, y: 0, width, height }, side, 'top-left', MEAN, input);
  const cells = await network.run(input, [1, 3, side, side]);
  return suppress(decodeCells(cells, side, width, height, threshold));
}
