import { readFile } from 'node:fs/promises';

/** A named tensor in tensorflow.js layout: convolutions are height, width, input, output. */
export interface Weight {
  shape: readonly number[];
  data: Float32Array<ArrayBuffer>;
}

interface Entry {
  name: string;
  shape: number[];
  dtype: 'float32';
  quantization?: { dtype: 'uint8'; scale: number; min: number };
}

/**
 * Reads a network's weights as face-api ships them: tensors lie back to back in the order of the manifest, either as
 * float32 or as uint8 with one scale and offset per tensor.
 *
 * @param folder face-api's `model` folder
 * @param network `tiny_face_detector` or `face_expression`
 * @throws Error when the file is longer or shorter than the manifest says
 */
export async function readWeights(folder: URL, network: string): Promise<Map<string, Weight>> {
  const manifest = JSON.parse(
    await readFile(new URL(`${network}_model-weights_manifest.json`, folder), 'utf8'),
  ) as { weights: Entry[] }[];
  const bytes = await readFile(new URL(`${network}_model.bin`, folder));

  const weights = new Map<string, Weight>();
  let at = 0;
  for (const { name, shape, quantization } of manifest.flatMap((group) => group.weights)) {
    const size = shape.reduce((product, n) => product * n, 1);
    const end = at + size * (quantization ? 1 : 4);
    const stored = bytes.subarray(at, end);
    weights.set(name, { shape, data: quantization ? dequantise(stored, quantization) : floats(stored) });
    at = end;
  }
  if (at !== bytes.length) throw new Error(`${network}: ${at} bytes described, ${bytes.length} there`);
  return weights;
}

function dequantise(
  stored: Uint8Array,
  { scale, min }: { scale: number; min: number },
): Float32Array<ArrayBuffer> {
  return Float32Array.from(stored, (q) => q * scale + min);
}

function floats(stored: Uint8Array): Float32Array<ArrayBuffer> {
  return new Float32Array(Uint8Array.from(stored).buffer);
}
