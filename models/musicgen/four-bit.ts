import type { Graph, Initializer, Value } from '../onnx/model.ts';
import { rewriteNodes, withInitializers } from '../onnx/rewrite.ts';
import { remember } from './remember.ts';

/** Weights that share a scale: so many after one another in a column. */
const BLOCK = 32;
/** What a stored number stands for zero with; they are 0 to 15. */
const ZERO = 8;

/**
 * The graph with the weights of its MatMuls in 4 bits, as onnxruntime's `MatMul4BitsQuantizer` writes it: symmetric
 * blocks of 32, everything else in float32.
 *
 * @see https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.MatMulNBits
 */
export function toFourBit(graph: Graph): Graph {
  const weights = new Map(graph.initializers.map((each) => [each.name, each]));
  const added = new Map<Value, readonly Initializer[]>();

  const rewritten = rewriteNodes(graph, () => (node) => {
    const [x = '', name = ''] = node.inputs;
    const weight = weights.get(name);
    if (node.operator !== 'MatMul' || !(weight?.data instanceof Float32Array)) return [node];
    const [rows = 0, columns = 0] = weight.shape;
    const { bytes, scales } = pack(weight.data, rows, columns);
    const shape = [columns, scales.length / columns, BLOCK / 2];
    added.set(name, [
      { name: `${name}_Q4`, element: 'uint8', shape, data: bytes },
      { name: `${name}_scales`, element: 'float32', shape: [scales.length], data: scales },
    ]);
    return [
      {
        ...node,
        name: `${node.name}_Q4`,
        operator: 'MatMulNBits',
        domain: 'com.microsoft',
        inputs: [x, `${name}_Q4`, `${name}_scales`],
        attributes: { K: rows, N: columns, bits: 4, block_size: BLOCK },
      },
    ];
  });
  return withInitializers(rewritten, [...added.values()].flat());
}

/** What is packed goes down the columns of a matrix [rows, columns]: two numbers a byte, the first in the low half. */
const pack = remember((data: Float32Array, rows: number, columns: number) => {
  const blocks = Math.ceil(rows / BLOCK);
  const bytes = new Uint8Array((columns * blocks * BLOCK) / 2);
  const scales = new Float32Array(columns * blocks);
  const column = new Float32Array(blocks * BLOCK);
  for (let n = 0; n < columns; n++) {
    for (let k = 0; k < rows; k++) column[k] = data[k * columns + n]!;
    for (let block = 0; block < blocks; block++) {
      const at = n * blocks + block;
      scales[at] = packBlock(column, block * BLOCK, bytes, (at * BLOCK) / 2);
    }
  }
  return { bytes, scales };
});

/** The number that is farthest from zero becomes -8, whatever its sign. @returns the scale. */
function packBlock(column: Float32Array, from: number, bytes: Uint8Array, to: number): number {
  let farthest = 0;
  for (let i = from; i < from + BLOCK; i++) {
    if (Math.abs(column[i]!) > Math.abs(farthest)) farthest = column[i]!;
  }
  const scale = Math.fround(farthest / -ZERO);
  const stored = (i: number): number =>
    Math.min(Math.max(Math.round(column[from + i]! / (scale === 0 ? 1 : scale)) + ZERO, 0), 2 * ZERO - 1);
  for (let i = 0; i < BLOCK / 2; i++) bytes[to + i] = stored(2 * i) | (stored(2 * i + 1) << 4);
  return scale;
}
