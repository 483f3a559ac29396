import type { Value } from '../onnx/model.ts';
import { embedding, limitFor, type Tracing } from './modules.ts';
import { CODEBOOK_SIZE, codebooks, type DecoderSize } from './size.ts';

/** Rows of the table of positions: more than the 1503 steps of the longest window. */
const POSITIONS = 2048;

/** How much tokens weigh against what does not change: with less, greedy decoding falls into one token for good. */
const TOKEN_GAIN = 2.5;

/** The sum of what the codebooks' tokens stand for: `input` is [batch, codebooks, length]. */
export function embed(m: Tracing, size: DecoderSize, input: Value): Value {
  const { t } = m;
  let sum: Value | null = null;
  for (let k = 0; k < codebooks(size); k++) {
    const ids = t.op('Gather', [input, t.whole(k)], { axis: 1 });
    // Padding and the beginning have the row after the last token's.
    const shape = [CODEBOOK_SIZE + 1, size.hidden] as const;
    const row = embedding(m, `embed_tokens.${k}`, ids, shape, limitFor(codebooks(size), TOKEN_GAIN));
    // Python's sum() begins with the number 0.
    sum = t.op('Add', [row, sum ?? t.real(0)]);
  }
  return sum!;
}

/** The positions' rows, from `before`, or from 0, on. */
export function positions(
  { t, weights }: Tracing,
  { hidden }: DecoderSize,
  length: Value,
  before: Value | null,
): Value {
  return t.within('embed_positions', () => {
    const steps = t.op('Range', [t.whole(0), length, t.whole(1)]);
    const from = t.op('Add', [steps, before ?? t.whole(0)]);
    const table = weights.table(t.path('weights'), () => sinusoids(hidden));
    const parameter = t.parameter('weights', [POSITIONS, hidden], table);
    return t.op('Gather', [parameter, t.op('Reshape', [from, t.whole([-1])])], { axis: 0 });
  });
}

/** Cosines, then sines, with wavelengths from 2π to 20000π: that of tensor2tensor, in whose order Meta has the halves. */
function sinusoids(hidden: number): Float32Array {
  const table = new Float32Array(POSITIONS * hidden);
  const half = hidden / 2;
  for (let position = 0; position < POSITIONS; position++) {
    for (let i = 0; i < half; i++) {
      const angle = position * Math.exp((-i * Math.log(10000)) / (half - 1));
      table[position * hidden + i] = Math.cos(angle);
      table[position * hidden + half + i] = Math.sin(angle);
    }
  }
  return table;
}
