import type { Attribute, Dimension, Initializer, Node, Value, ValueInfo } from './onnx/model.ts';
import { modelPieces } from './onnx/write.ts';
import { concat, type Bytes } from './protobuf.ts';

/**
 * Writes small ONNX models: `graph` collects nodes, and every call that adds one gives back the name of its result, so
 * that a network reads like an expression. What is rewritten before it is written is made in `onnx/`.
 */

/** Opset 13 has every operator used here in its last revision that onnxruntime's WebGPU kernels also know. */
const OPSET = 13;

export type { Attribute, Dimension, Value } from './onnx/model.ts';

export interface Graph {
  input(name: string, shape: readonly Dimension[]): Value;
  constant(shape: readonly number[], data: Float32Array): Value;
  add(operator: string, inputs: readonly Value[], attributes?: Record<string, Attribute>): Value;
  /** Ends the graph: `value` becomes its only output, named `name`. @returns a serialised ModelProto. */
  finish(value: Value, name: string, shape: readonly Dimension[]): Bytes;
}

/** Begins a graph of float32 tensors. */
export function graph(title: string): Graph {
  const nodes: Node[] = [];
  const initializers: Initializer[] = [];
  const inputs: ValueInfo[] = [];

  function input(name: string, shape: readonly Dimension[]): Value {
    inputs.push({ name, element: 'float32', shape });
    return name;
  }

  function constant(shape: readonly number[], data: Float32Array): Value {
    const name = `constant_${initializers.length}`;
    initializers.push({ name, element: 'float32', shape, data });
    return name;
  }

  function add(operator: string, from: readonly Value[], attributes: Record<string, Attribute> = {}): Value {
    return push(operator, from, `${operator}_${nodes.length}`, attributes);
  }

  function push(
    operator: string,
    from: readonly Value[],
    to: Value,
    attributes: Record<string, Attribute>,
  ): Value {
    nodes.push({ name: to, operator, inputs: from, outputs: [to], attributes });
    return to;
  }

  function finish(value: Value, name: string, shape: readonly Dimension[]): Bytes {
    push('Identity', [value], name, {});
    const outputs: ValueInfo[] = [{ name, element: 'float32', shape }];
    return concat(
      modelPieces({
        graph: { name: title, nodes, initializers, inputs, outputs },
        opsets: { '': OPSET },
      }),
    );
  }

  return { input, constant, add, finish };
}
