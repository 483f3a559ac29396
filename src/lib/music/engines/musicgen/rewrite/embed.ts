import { ELEMENT } from '../../../../runtime/onnx-graph/model.ts';
import { float16, NotRecognised } from './flow.ts';
import type { Network, Table } from './network.ts';

/** Sums of tokens' and positions' rows, made without the graph: they are a few thousand numbers a step. */
export interface Embedding {
  /** Numbers in a row. */
  width: number;
  /**
   * @param codes one for each codebook.
   * @param into `[width]`
   * @throws RangeError where a code or the position has no row.
   */
  embed(codes: ArrayLike<number>, position: number, into: Float32Array): void;
}

/** @throws NotRecognised where a table is of an element type that is not read here. */
export function embedding({ tokens, positions }: Network): Embedding {
  const tables = tokens.map(numbers);
  const places = numbers(positions);
  const width = positions.data.shape[1]!;
  const row = (table: Float32Array, i: number): Float32Array => {
    const found = table.subarray(i * width, (i + 1) * width);
    if (i < 0 || found.length < width) throw new RangeError(`there is no row ${i}`);
    return found;
  };
  return {
    width,
    embed(codes, position, into) {
      into.set(row(tables[0]!, codes[0]!));
      // Each sum is rounded to float32 as it is stored, in the order in which the graph adds.
      for (let k = 1; k < tables.length; k++) addTo(into, row(tables[k]!, codes[k]!));
      addTo(into, row(places, position));
    },
  };
}

function addTo(into: Float32Array, row: Float32Array): void {
  for (let i = 0; i < row.length; i++) into[i]! += row[i]!;
}

/** The table as float32, in memory of its own: a view would hold the whole file. */
function numbers({ data: { type, data }, quantised }: Table): Float32Array {
  if ('file' in data) throw new NotRecognised('a table lies outside of the file');
  const { buffer } = data.slice();
  if (type === ELEMENT.float32) return new Float32Array(buffer);
  if (type === ELEMENT.float16) return Float32Array.from(new Uint16Array(buffer), float16);
  const { scale, zeroPoint } = quantised ?? {};
  const integers =
    type === ELEMENT.uint8 ? new Uint8Array(buffer) : type === ELEMENT.int8 ? new Int8Array(buffer) : null;
  if (!integers || scale === undefined || zeroPoint === undefined) {
    throw new NotRecognised(`a table has elements of type ${type}`);
  }
  return Float32Array.from(integers, (q) => (q - zeroPoint) * scale);
}
