import type { Architecture } from '../architecture.ts';
import type { Condition } from '../decoder.ts';
import type { Embedding } from './embed.ts';

/**
 * Columns of codes as the graph takes them.
 * @param codes `[rows * codebooks, length]`.
 * @param from position of the first column.
 * @param into `[rows, length, hidden]`.
 */
export function embedColumns(
  { embed, width }: Embedding,
  codes: Int32Array,
  rows: number,
  from: number,
  into: Float32Array,
): void {
  const length = into.length / (rows * width);
  const codebooks = codes.length / (rows * length);
  const column = new Int32Array(codebooks);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < length; i++) {
      for (let k = 0; k < codebooks; k++) column[k] = codes[(row * codebooks + k) * length + i]!;
      const at = (row * length + i) * width;
      embed(column, from + i, into.subarray(at, at + width));
    }
  }
}

/** The lowest finite numbers, which hide what they are added to; float16 as its bits. */
const LOWEST = { float32: -3.4028234663852886e38, float16: 0xfbff };

/**
 * What is added to scores of the text: nothing, or the lowest number where a row has no text.
 * @returns `[rows, 1, length, text]`
 */
export function biasOf(
  { rows, length: text, mask }: Condition,
  length: number,
  type: 'float32' | 'float16',
): Float32Array | Uint16Array {
  const bias = new (type === 'float32' ? Float32Array : Uint16Array)(rows * length * text);
  for (let i = 0; i < bias.length; i++) {
    const row = Math.floor(i / (length * text));
    if (mask[row * text + (i % text)] === 0) bias[i] = LOWEST[type];
  }
  return bias;
}

/** Names of one kind of tensor, `past`, `present` or `text`, over all layers. */
export function cacheNames({ layers }: Architecture, kind: 'past' | 'present' | 'text'): string[] {
  return Array.from({ length: layers }, (_, i) => [`${kind}.${i}.key`, `${kind}.${i}.value`]).flat();
}
