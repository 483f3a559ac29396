/**
 * An ONNX model as plain data, which builders make, passes rewrite and `write.ts` serialises.
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3
 */

/** A number is a fixed size, a word a size that each run may choose. */
export type Dimension = number | string;

/** The name of a tensor that flows through the graph. An empty one is an optional input that is left out. */
export type Value = string;

/** The elements that are used here, with their numbers in TensorProto.DataType. */
export const ELEMENT = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
} as const;
export type Element = keyof typeof ELEMENT;

/** Numbers in the layout of `element`, little-endian; float16 as its bits. */
export type Data = Float32Array | Uint16Array | Int32Array | BigInt64Array | Int8Array | Uint8Array;

export interface Tensor {
  element: Element;
  shape: readonly number[];
  data: Data;
}

export interface Initializer extends Tensor {
  name: Value;
}

/** Integers, or floating point where marked so, as JavaScript can't tell `1` from `1.0`. */
export type Attribute =
  string | number | readonly number[] | { float: number } | { tensor: Tensor } | { graph: Graph };

export interface Node {
  name: string;
  operator: string;
  /** Empty for the operators of ONNX itself. */
  domain?: string;
  inputs: readonly Value[];
  outputs: readonly Value[];
  attributes: Readonly<Record<string, Attribute>>;
}

export interface ValueInfo {
  name: Value;
  element: Element;
  shape: readonly Dimension[];
}

export interface Graph {
  name: string;
  /** Each after those whose results it takes. */
  nodes: readonly Node[];
  initializers: readonly Initializer[];
  inputs: readonly ValueInfo[];
  outputs: readonly ValueInfo[];
}

export interface Model {
  graph: Graph;
  /** The version of each operator set by its domain; '' is that of ONNX itself. */
  opsets: Readonly<Record<string, number>>;
}
