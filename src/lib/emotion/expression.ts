import type { Emotion, Probabilities } from '../core/emotion.ts';
import type { Network } from '../runtime/onnx.ts';
import { letterbox } from './detection/letterbox.ts';
import type { Pixels } from './picture/pixels.ts';
import type { View } from './views.ts';

/** Side of the network's input in pixels. */
const SIDE = 112;

/** Mean of the training pictures, from face-api's `faceProcessor`. */
const MEAN = [122.782, 117.001, 104.298] as const;

/** The network's own order of its seven outputs. */
const ORDER = [
  'neutral',
  'happy',
  'sad',
  'angry',
  'fear',
  'disgust',
  'surprise',
] as const satisfies readonly Emotion[];

/** Tells how likely each emotion is in every view, all in one run of the expression network. */
export async function classify(
  network: Network,
  picture: Pixels,
  views: readonly View[],
): Promise<Probabilities[]> {
  const size = 3 * SIDE * SIDE;
  const input = new Float32Array(views.length * size);
  views.forEach(({ region, mirrored }, i) => {
    const face = input.subarray(i * size, (i + 1) * size);
    letterbox(picture, region, SIDE, 'centre', MEAN, face);
    if (mirrored) mirror(face);
  });
  const output = await network.run(input, [views.length, 3, SIDE, SIDE]);
  return views.map((_, i) => named(output.subarray(i * ORDER.length, (i + 1) * ORDER.length)));
}

/** Names the network's seven outputs for one face. */
export function named(output: Float32Array): Probabilities {
  return Object.fromEntries(ORDER.map((emotion, i) => [emotion, output[i]!])) as Probabilities;
}

function mirror(face: Float32Array): void {
  for (let row = 0; row < face.length; row += SIDE) face.subarray(row, row + SIDE).reverse();
}
