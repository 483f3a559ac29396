/**
 * An ONNX model as data. What this module does not know of is kept as it lies in the file (`rest`), so that a model
 * that is read and written again means the same. Field numbers and enumerations are those of onnx.proto3.
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3
 */
export interface Model {
  graph: Graph;
  opsets: Opset[];
  rest: Uint8Array[];
}

export interface Opset {
  domain: string;
  version: number;
}

export interface Graph {
  name: string;
  nodes: Node[];
  initialisers: Tensor[];
  inputs: ValueInfo[];
  outputs: ValueInfo[];
  rest: Uint8Array[];
}

/** A call of an operator. An input that is left out is named `''`. */
export interface Node {
  name: string;
  operator: string;
  /** `''` is ONNX's own. */
  domain: string;
  inputs: string[];
  outputs: string[];
  attributes: Record<string, Attribute>;
  rest: Uint8Array[];
}

export type Attribute =
  | { kind: 'float'; value: number }
  | { kind: 'int'; value: number }
  | { kind: 'string'; value: string }
  | { kind: 'tensor'; value: Tensor }
  | { kind: 'graph'; value: Graph }
  | { kind: 'floats'; value: number[] }
  | { kind: 'ints'; value: number[] }
  | { kind: 'other'; value: Uint8Array };

/** Element types by their number in ONNX, those that are met here. */
export const ELEMENT = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
} as const;

/** A constant. `data` are its elements, little-endian, a view into the file wherever that is possible. */
export interface Tensor {
  name: string;
  /** One of `ELEMENT`, or another number of ONNX's. */
  type: number;
  shape: number[];
  data: Uint8Array | External;
}

/** Data that lie in a file beside the model: it is given to the runtime as `externalData`. */
export interface External {
  file: string;
  offset: number;
  length: number;
}

/** A dimension that each run may choose is named. */
export interface ValueInfo {
  name: string;
  type: number;
  shape: (number | string)[];
}
