import type { Look, Reading } from '../core/reading.ts';
import type { Network } from '../runtime/onnx.ts';
import { affect } from './affect.ts';
import { crop } from './crop.ts';
import type { Detection } from './detection/cells.ts';
import { findFaces } from './detection/find-faces.ts';
import { classify } from './expression.ts';
import { judge } from './judge.ts';
import type { Networks } from './networks.ts';
import type { Pixels } from './picture/pixels.ts';
import { brightness } from './quality.ts';
import { consensus, viewsOf } from './views.ts';

/** Reads every face in a decoded picture, the most prominent first. @throws DOMException when `signal` aborts */
export async function look(networks: Networks, picture: Pixels, signal?: AbortSignal): Promise<Look> {
  const readings: Reading[] = [];
  for (const face of await findFaces(networks.detector, picture, signal)) {
    signal?.throwIfAborted();
    const reading = await readFace(networks.expression, picture, face);
    if (reading) readings.push(reading);
  }
  signal?.throwIfAborted();
  return { width: picture.original.width, height: picture.original.height, readings };
}

/** @returns null where no whole pixel of the picture lies in the face. */
async function readFace(
  expression: Network,
  picture: Pixels,
  { box, score }: Detection,
): Promise<Reading | null> {
  const region = crop(box, picture);
  if (!region) return null;
  const probabilities = consensus(await classify(expression, picture, viewsOf(box, picture)));
  const { width, height } = picture.original;
  const quality = {
    size: Math.min(box.width * width, box.height * height),
    brightness: brightness(picture, region),
  };
  const verdict = judge(probabilities, quality);
  const affects = affect(probabilities);
  return { box, detection: score, probabilities, affect: affects, ...verdict, quality, at: Date.now() };
}
