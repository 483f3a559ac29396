import { ELEMENT, type Graph, type Node, type Tensor } from '../../../../runtime/onnx-graph/model.ts';

/** Why a graph is not rewritten: it is not what was looked for, which is no error of anybody's. */
export class NotRecognised extends Error {
  override name = 'NotRecognised';
}

/**
 * A graph read by what flows into what. Names tell nothing here: exporters, optimisers and quantisers all choose their
 * own; only inputs and outputs of the whole model have names to rely on.
 */
export interface Flow {
  /** The node that computes a value, or undefined for inputs and constants. */
  producer(value: string): Node | undefined;
  /** The constant that a value is, whether an initialiser or a `Constant` node. */
  constant(value: string): Tensor | undefined;
  /** The one number that a value is, whatever its element type. */
  scalar(value: string): number | undefined;
}

/** @param outer graphs around `graph`, whose values it may use. */
export function flowOf(graph: Graph, outer: readonly Graph[]): Flow {
  const producers = new Map<string, Node>();
  const constants = new Map<string, Tensor>();
  for (const { nodes, initialisers } of [...outer, graph]) {
    for (const tensor of initialisers) constants.set(tensor.name, tensor);
    for (const node of nodes) for (const output of node.outputs) producers.set(output, node);
  }

  function constant(value: string): Tensor | undefined {
    const known = constants.get(value);
    if (known) return known;
    const node = producers.get(value);
    if (node?.operator === 'Identity') return constant(node.inputs[0]!);
    const attribute = node?.operator === 'Constant' ? node.attributes['value'] : undefined;
    return attribute?.kind === 'tensor' ? attribute.value : undefined;
  }

  return {
    producer: (value) => producers.get(value),
    constant,
    scalar(value) {
      const tensor = constant(value);
      const numbers = tensor && tensor.shape.every((size) => size === 1) ? numbersOf(tensor) : [];
      return numbers.length === 1 ? numbers[0] : undefined;
    },
  };
}

/** @returns the elements of a constant of up to a few thousand numbers, or none where its type is not read here */
export function numbersOf({ type, data }: Tensor): number[] {
  if ('file' in data) return [];
  // Views need aligned memory, which fields of a file do not have.
  const { buffer } = data.slice();
  if (type === ELEMENT.float32) return [...new Float32Array(buffer)];
  if (type === ELEMENT.float16) return Array.from(new Uint16Array(buffer), float16);
  if (type === ELEMENT.int64) return Array.from(new BigInt64Array(buffer), Number);
  if (type === ELEMENT.int32) return [...new Int32Array(buffer)];
  if (type === ELEMENT.int8) return [...new Int8Array(buffer)];
  if (type === ELEMENT.uint8) return [...new Uint8Array(buffer)];
  return [];
}

/** The number that 16 bits of IEEE 754 half precision stand for. */
export function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Operators that only move numbers about, or change how they are written. */
const MOVES = new Set(['Identity', 'Reshape', 'Transpose', 'Unsqueeze', 'Squeeze', 'Cast', 'Expand']);

/** The value that `value` is another arrangement of, and the values between the two. */
export function settle(flow: Flow, value: string): { value: string; passed: string[] } {
  const passed = [value];
  for (let at = value; ;) {
    const node = flow.producer(at);
    if (!node || !MOVES.has(node.operator)) return { value: at, passed };
    at = node.inputs[0]!;
    passed.push(at);
  }
}

/** The node that computes what `value` is an arrangement of. @throws NotRecognised where it is not an `operator` */
export function expect(flow: Flow, value: string, operator: string, what: string): Node {
  const node = flow.producer(settle(flow, value).value);
  if (node?.operator === operator) return node;
  throw new NotRecognised(`${what} is ${node ? `a ${node.operator}` : 'no operator'}, not a ${operator}`);
}

/** Splits a product with a number into the two: `[number, rest]`, or undefined where it is none. */
export function scaled(flow: Flow, node: Node | undefined): [number, string] | undefined {
  if (node?.operator !== 'Mul' && node?.operator !== 'Div') return undefined;
  const [left, right] = node.inputs as [string, string];
  const [l, r] = [flow.scalar(left), flow.scalar(right)];
  if (node.operator === 'Div') return r === undefined ? undefined : [1 / r, left];
  if (r !== undefined) return [r, left];
  return l === undefined ? undefined : [l, right];
}
