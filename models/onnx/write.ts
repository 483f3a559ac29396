import { bytes, concat, float, header, int, message, text, type Bytes } from '../protobuf.ts';
import { ELEMENT, type Attribute, type Graph, type Initializer, type Model, type Node } from './model.ts';
import type { Tensor, ValueInfo } from './model.ts';

/** Field numbers are those of onnx.proto3 (ONNX 1.16). */

const IR_VERSION = 7;
const [FLOAT_TYPE, INT_TYPE, STRING_TYPE, TENSOR_TYPE, GRAPH_TYPE, INTS_TYPE] = [1, 2, 3, 4, 5, 7];

/**
 * @returns a serialised ModelProto in pieces, which are views of the weights themselves: one of a gigabyte is written
 * to a file without a second copy of it in memory.
 */
export function modelPieces({ graph, opsets }: Model): Bytes[] {
  const contents = graphPieces(graph);
  const versions = Object.entries(opsets).map(([domain, version]) =>
    message(8, text(1, domain), int(2, version)),
  );
  return [int(1, IR_VERSION), text(2, 'attune'), header(7, size(contents)), ...contents, ...versions];
}

function size(pieces: readonly Bytes[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}

function graphPieces(graph: Graph): Bytes[] {
  return [
    ...graph.nodes.map((node) => message(1, ...nodeFields(node))),
    text(2, graph.name),
    ...graph.initializers.flatMap(initializerPieces),
    ...graph.inputs.map((value) => message(11, ...valueInfoFields(value))),
    ...graph.outputs.map((value) => message(12, ...valueInfoFields(value))),
  ];
}

function nodeFields({ name, operator, domain, inputs, outputs, attributes }: Node): Bytes[] {
  return [
    ...inputs.map((value) => text(1, value)),
    ...outputs.map((value) => text(2, value)),
    text(3, name),
    text(4, operator),
    ...Object.entries(attributes).map(([key, value]) => message(5, ...attributeFields(key, value))),
    ...(domain === undefined ? [] : [text(7, domain)]),
  ];
}

function attributeFields(name: string, value: Attribute): Bytes[] {
  if (typeof value === 'string') return [text(1, name), text(4, value), int(20, STRING_TYPE)];
  if (typeof value === 'number') return [text(1, name), int(3, value), int(20, INT_TYPE)];
  if ('float' in value) return [text(1, name), float(2, value.float), int(20, FLOAT_TYPE)];
  if ('tensor' in value) {
    const fields = concat([tensorHead(value.tensor), bytes(9, raw(value.tensor))]);
    return [text(1, name), message(5, fields), int(20, TENSOR_TYPE)];
  }
  if ('graph' in value) return [text(1, name), message(6, ...graphPieces(value.graph)), int(20, GRAPH_TYPE)];
  return [text(1, name), ...value.map((v) => int(8, v)), int(20, INTS_TYPE)];
}

function initializerPieces(tensor: Initializer): Bytes[] {
  const data = raw(tensor);
  const head = concat([tensorHead(tensor), text(8, tensor.name), header(9, data.length)]);
  return [header(5, head.length + data.length), head, data];
}

function tensorHead({ shape, element }: Tensor): Bytes {
  return concat([...shape.map((length) => int(1, length)), int(2, ELEMENT[element])]);
}

function raw({ data }: Tensor): Bytes {
  return new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
}

function valueInfoFields({ name, element, shape }: ValueInfo): Bytes[] {
  const dimensions = shape.map((length) =>
    message(1, typeof length === 'number' ? int(1, length) : text(2, length)),
  );
  return [text(1, name), message(2, message(1, int(1, ELEMENT[element]), message(2, ...dimensions)))];
}
