import type { Attribute, Data, Dimension, Element, Graph, Initializer } from '../onnx/model.ts';
import type { Node, Value, ValueInfo } from '../onnx/model.ts';

/**
 * Collects a graph with the names that torch.onnx gives: a node is called after the module that it is traced in, its
 * result after the node, a parameter after its path in the module, and a weight that the exporter had to transpose or
 * fold is anonymous, `onnx::MatMul_123`.
 */
export interface Trace {
  input(name: Value, element: Element, shape: readonly Dimension[]): Value;
  /** Declares an output; `value` is computed by this graph, and is renamed. */
  output(name: Value, element: Element, value: Value, shape: readonly Dimension[]): void;
  /** Traces `body` inside the submodule `path`, such as `layers.0` or `layers.0/conv`. */
  within<T>(path: string, body: () => T): T;
  op(operator: string, inputs: readonly Value[], attributes?: Record<string, Attribute>): Value;
  /** An operator with more than one result, or with gaps between them. `''` in `outputs` leaves one out. */
  ops(
    operator: string,
    inputs: readonly Value[],
    attributes: Record<string, Attribute>,
    count: number,
  ): Value[];
  /** Constant nodes: whole numbers, alone or in a row, and a real number. */
  whole(value: number | readonly number[]): Value;
  real(value: number): Value;
  /** A parameter under its own path in the current module. */
  parameter(name: string, shape: readonly number[], data: Data): Value;
  /** A weight that lost its name as it was folded into the input of an `operator`. */
  folded(operator: string, shape: readonly number[], data: Data): Value;
  /** The path of the current module, such as `decoder.layers.0`, under which weights are drawn. */
  path(name: string): string;
  finish(title: string): Graph;
}

export function trace(): Trace {
  const nodes: Node[] = [];
  const initializers = new Map<Value, Initializer>();
  const anonymous = new Map<Data, Value>();
  const inputs: ValueInfo[] = [];
  const outputs: ValueInfo[] = [];
  const renamed = new Map<Value, Value>();
  const used = new Map<string, number>();
  const scopes: string[] = [];
  let values = 0;

  function nodeName(operator: string): string {
    const name = `/${[...scopes, operator].join('/')}`;
    const count = used.get(name) ?? 0;
    used.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  }

  function ops(
    operator: string,
    from: readonly Value[],
    attributes: Record<string, Attribute>,
    count: number,
  ): Value[] {
    const name = nodeName(operator);
    const results = Array.from({ length: count }, (_, i) => `${name}_output_${i}`);
    values += count;
    nodes.push({ name, operator, inputs: from, outputs: results, attributes });
    return results;
  }

  function op(operator: string, from: readonly Value[], attributes: Record<string, Attribute> = {}): Value {
    return ops(operator, from, attributes, 1)[0]!;
  }

  function constant(element: Element, shape: readonly number[], data: Data): Value {
    return op('Constant', [], { value: { tensor: { element, shape, data } } });
  }

  const path = (name: string): string => [...scopes, name].join('.').replaceAll('/', '.');

  function initializer(name: Value, shape: readonly number[], data: Data): Value {
    initializers.set(name, { name, element: elementOf(data), shape, data });
    return name;
  }

  return {
    op,
    ops,
    path,
    input(name, element, shape) {
      inputs.push({ name, element, shape });
      values++;
      return name;
    },
    output(name, element, value, shape) {
      if (renamed.has(value)) throw new Error(`${value} is already the output ${renamed.get(value)}`);
      renamed.set(value, name);
      outputs.push({ name, element, shape });
    },
    within(scope, body) {
      scopes.push(scope);
      try {
        return body();
      } finally {
        scopes.pop();
      }
    },
    whole(value) {
      const numbers = typeof value === 'number' ? [value] : value;
      const shape = typeof value === 'number' ? [] : [value.length];
      return constant('int64', shape, BigInt64Array.from(numbers, BigInt));
    },
    real: (value) => constant('float32', [], Float32Array.of(value)),
    parameter: (name, shape, data) => initializer(path(name), shape, data),
    folded(operator, shape, data) {
      const known = anonymous.get(data);
      if (known !== undefined) return known;
      const name = initializer(`onnx::${operator}_${values++}`, shape, data);
      anonymous.set(data, name);
      return name;
    },
    finish(name) {
      const rename = (value: Value) => renamed.get(value) ?? value;
      const final = nodes.map((node) => ({
        ...node,
        inputs: node.inputs.map(rename),
        outputs: node.outputs.map(rename),
      }));
      return { name, nodes: final, initializers: [...initializers.values()], inputs, outputs };
    },
  };
}

function elementOf(data: Data): Element {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof BigInt64Array) return 'int64';
  throw new Error(`${data.constructor.name} is no parameter of a module`);
}
