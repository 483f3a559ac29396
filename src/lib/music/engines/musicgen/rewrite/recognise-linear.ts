import { ELEMENT, type Node, type Tensor } from '../../../../runtime/onnx-graph/model.ts';
import { NotRecognised, settle, type Flow } from './flow.ts';
import type { Linear } from './network.ts';

export interface FoundLinear {
  linear: Linear;
  /** What it is applied to. */
  input: string;
}

/** The product with a constant matrix that `value` is, or undefined. */
export function linearAt(flow: Flow, value: string): FoundLinear | undefined {
  const node = flow.producer(settle(flow, value).value);
  if (node?.operator === 'MatMul') return floatLinear(flow, node);
  if (node?.operator === 'MatMulNBits') return blockLinear(flow, node);
  if (node?.operator === 'Mul') return integerLinear(flow, node);
  return undefined;
}

/** @throws NotRecognised */
export function expectLinear(flow: Flow, value: string, what: string): FoundLinear {
  const found = linearAt(flow, value);
  if (found) return found;
  throw new NotRecognised(`${what} is no product with a constant matrix`);
}

function floatLinear(flow: Flow, node: Node): FoundLinear | undefined {
  const weight = flow.constant(node.inputs[1]!);
  const isFloat = weight?.type === ELEMENT.float32 || weight?.type === ELEMENT.float16;
  if (!isFloat || weight.shape.length !== 2) return undefined;
  return { linear: { form: 'float', weight }, input: node.inputs[0]! };
}

/** `com.microsoft.MatMulNBits`, without the inputs of its later versions. */
function blockLinear(flow: Flow, node: Node): FoundLinear | undefined {
  const [input, ...rest] = node.inputs;
  const [weight, scales, zeroPoints] = rest.map((name) => (name === '' ? undefined : flow.constant(name)));
  const whole = (name: string, otherwise: number): number => {
    const attribute = node.attributes[name];
    return attribute?.kind === 'int' ? attribute.value : otherwise;
  };
  if (!weight || !scales || rest.slice(3).some((name) => name !== '')) return undefined;
  return {
    linear: {
      form: 'blocks',
      from: whole('K', 0),
      to: whole('N', 0),
      bits: whole('bits', 4),
      blockSize: whole('block_size', 0),
      accuracy: whole('accuracy_level', 0),
      weight,
      scales,
      zeroPoints: zeroPoints ?? null,
    },
    input: input!,
  };
}

/**
 * The form that onnxruntime's dynamic quantisation gives a product: the input is quantised as a whole, integers are
 * multiplied, and the result is multiplied with both scales.
 */
function integerLinear(flow: Flow, { inputs }: Node): FoundLinear | undefined {
  for (const [product, scales] of [inputs, inputs.toReversed()] as [string, string][]) {
    const integers = flow.producer(settle(flow, product).value);
    if (integers?.operator !== 'MatMulInteger') continue;
    const input = flow.producer(integers.inputs[0]!);
    const weight = flow.constant(integers.inputs[1]!);
    const scale = weightScale(flow, scales, input?.outputs[1]);
    if (input?.operator !== 'DynamicQuantizeLinear' || weight?.shape.length !== 2 || !scale) continue;
    const zeroPoint = integers.inputs[3] ? (flow.constant(integers.inputs[3]) ?? null) : null;
    return { linear: { form: 'integer', weight, scale, zeroPoint }, input: input.inputs[0]! };
  }
  return undefined;
}

function weightScale(flow: Flow, value: string, inputScale: string | undefined): Tensor | undefined {
  const node = flow.producer(value);
  if (node?.operator !== 'Mul') return undefined;
  const other = node.inputs.find((name) => name !== inputScale);
  return other !== undefined && node.inputs.includes(inputScale ?? '') ? flow.constant(other) : undefined;
}

/** How many numbers a product takes and gives. */
export function sizeOf(linear: Linear): { from: number; to: number } {
  if (linear.form === 'blocks') return { from: linear.from, to: linear.to };
  return { from: linear.weight.shape[0]!, to: linear.weight.shape[1]! };
}
