import { ELEMENT, type Graph, type Initializer, type Node, type Value } from '../onnx/model.ts';
import { rewriteNodes, withInitializers } from '../onnx/rewrite.ts';
import { remember } from './remember.ts';

const LARGEST = 127;

/**
 * The graph with 8-bit weights, as onnxruntime's `quantize_dynamic` writes it: a MatMul with a weight quantises its
 * other input as it runs, and an embedding turns the rows that it gathers back into float32.
 *
 * @see https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html
 */
export function toDynamicInt8(graph: Graph): Graph {
  const weights = new Map(graph.initializers.map((each) => [each.name, each]));
  const added = new Map<Value, readonly Initializer[]>();

  /** @returns whether `name` is a matrix, which is then there in 8 bits, too. */
  function quantize(name: Value): boolean {
    const weight = weights.get(name);
    if (weight?.shape.length !== 2 || !(weight.data instanceof Float32Array)) return false;
    if (!added.has(name)) added.set(name, quantized(weight, weight.data));
    return true;
  }

  const rewritten = rewriteNodes(graph, () => {
    // An input is quantised once, by the first node that needs it.
    const done = new Set<Value>();
    return (node) => {
      const [first = '', second = ''] = node.inputs;
      if (node.operator === 'Gather' && quantize(first)) return quantizedGather(node, first);
      if (node.operator !== 'MatMul' || !quantize(second)) return [node];
      const before = done.has(first) ? [] : [dynamicQuantize(first)];
      done.add(first);
      return [...before, ...integerMatMul(node, first, second)];
    };
  });
  return withInitializers(rewritten, [...added.values()].flat());
}

function quantized({ name, shape }: Initializer, data: Float32Array): Initializer[] {
  const { integers, scale } = inEightBits(data);
  return [
    { name: `${name}_quantized`, element: 'int8', shape, data: integers },
    { name: `${name}_scale`, element: 'float32', shape: [], data: Float32Array.of(scale) },
    { name: `${name}_zero_point`, element: 'int8', shape: [], data: new Int8Array(1) },
  ];
}

/** Symmetric, with one scale for the whole matrix. */
const inEightBits = remember((data: Float32Array) => {
  let largest = 0;
  for (const x of data) largest = Math.max(largest, Math.abs(x));
  const scale = largest / LARGEST;
  const integers = new Int8Array(data.length);
  for (let i = 0; i < data.length; i++) integers[i] = Math.round(data[i]! / scale);
  return { integers, scale };
});

function dynamicQuantize(value: Value): Node {
  return {
    name: `${value}_QuantizeLinear`,
    operator: 'DynamicQuantizeLinear',
    inputs: [value],
    outputs: [`${value}_quantized`, `${value}_scale`, `${value}_zero_point`],
    attributes: {},
  };
}

function integerMatMul({ name, outputs }: Node, x: Value, weight: Value): Node[] {
  const output = outputs[0]!;
  const [integers, real, scale] = [`${output}_output_quantized`, `${output}_cast_output`, `${name}_scale`];
  const node = (suffix: string, operator: string, inputs: Value[], to: Value, attributes = {}): Node => ({
    name: `${name}_${suffix}`,
    operator,
    inputs,
    outputs: [to],
    attributes,
  });
  const terms = [`${x}_quantized`, `${weight}_quantized`, `${x}_zero_point`, `${weight}_zero_point`];
  return [
    node('quant', 'MatMulInteger', terms, integers),
    node('quant_cast', 'Cast', [integers], real, { to: ELEMENT.float32 }),
    node('quant_scales_mul', 'Mul', [`${x}_scale`, `${weight}_scale`], scale),
    node('quant_output_scale_mul', 'Mul', [real, scale], output),
  ];
}

function quantizedGather(node: Node, table: Value): Node[] {
  const rows = `${node.outputs[0]}_quantized`;
  const [, ids = ''] = node.inputs;
  return [
    { ...node, name: `${node.name}_quant`, inputs: [`${table}_quantized`, ids], outputs: [rows] },
    {
      name: `${node.name}_DequantizeLinear`,
      operator: 'DequantizeLinear',
      inputs: [rows, `${table}_scale`, `${table}_zero_point`],
      outputs: node.outputs,
      attributes: {},
    },
  ];
}
