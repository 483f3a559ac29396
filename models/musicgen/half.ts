import { ELEMENT, type Attribute, type Graph, type Node } from '../onnx/model.ts';
import type { Tensor, Value, ValueInfo } from '../onnx/model.ts';
import { rewriteNodes } from '../onnx/rewrite.ts';
import { remember } from './remember.ts';

/** What the converter of onnxconverter-common leaves of a number: more would overflow in the next product. */
const LARGEST = 1e4;
/** The smallest number above zero that float16 has. */
const SMALLEST = 2 ** -24;

/**
 * The graph in float16, with inputs and outputs still in float32, as onnxconverter-common's `convert_float_to_float16`
 * with `keep_io_types` makes it. What masks add becomes -10000.
 */
export function toHalf(graph: Graph): Graph {
  const inputs = casts(graph.inputs, 'graph_input_cast');
  const outputs = casts(graph.outputs, 'graph_output_cast');
  const renamed = new Map([...inputs, ...outputs].map(({ outer, inner }) => [outer, inner]));
  const rename = (value: Value): Value => renamed.get(value) ?? value;

  const body = rewriteNodes(graph, () => (node) => [
    {
      ...halfNode(node, rename),
      inputs: node.inputs.map(rename),
      outputs: node.outputs.map(rename),
    },
  ]);
  const { float16, float32 } = ELEMENT;
  return {
    ...body,
    nodes: [
      ...inputs.map(({ name, outer, inner }) => cast(name, outer, inner, float16)),
      ...body.nodes,
      ...outputs.map(({ name, outer, inner }) => cast(name, inner, outer, float32)),
    ],
    initializers: graph.initializers.map(halfTensor),
  };
}

interface Edge {
  name: string;
  outer: Value;
  inner: Value;
}

function casts(values: Graph['inputs'], name: string): Edge[] {
  return values.flatMap(({ name: outer, element }, i) =>
    element === 'float32' ? [{ name: `${name}${i}`, outer, inner: `${name}_${i}` }] : [],
  );
}

function cast(name: string, from: Value, to: Value, element: number): Node {
  return { name, operator: 'Cast', inputs: [from], outputs: [to], attributes: { to: element } };
}

/** What a node holds: constants, the element that a cast leads to, and the outputs that branches declare. */
function halfNode(node: Node, rename: (value: Value) => Value): Node {
  const half = (output: ValueInfo): ValueInfo =>
    output.element === 'float32' ? { ...output, name: rename(output.name), element: 'float16' } : output;
  const attributes = Object.entries(node.attributes).map(([key, value]): [string, Attribute] => {
    if (node.operator === 'Cast' && value === ELEMENT.float32) return [key, ELEMENT.float16];
    if (typeof value !== 'object') return [key, value];
    if ('tensor' in value) return [key, { tensor: halfTensor(value.tensor) }];
    if ('graph' in value) return [key, { graph: { ...value.graph, outputs: value.graph.outputs.map(half) } }];
    return [key, value];
  });
  return { ...node, attributes: Object.fromEntries(attributes) };
}

/** Rounded to the nearest float16; other elements stay. */
function halfTensor<T extends Tensor>(tensor: T): T {
  if (!(tensor.data instanceof Float32Array)) return tensor;
  return { ...tensor, element: 'float16', data: halfData(tensor.data) };
}

const halfData = remember((data: Float32Array): Uint16Array => {
  const rounded = new Float16Array(data.length);
  // Loops, as callbacks take minutes over the weights of a large model.
  for (let i = 0; i < data.length; i++) rounded[i] = representable(data[i]!);
  return new Uint16Array(rounded.buffer);
});

function representable(x: number): number {
  if (x === 0) return x;
  const size = Math.min(Math.max(Math.abs(x), SMALLEST), LARGEST);
  return x < 0 ? -size : size;
}
