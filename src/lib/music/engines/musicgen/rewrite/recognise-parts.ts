import type { Node } from '../../../../runtime/onnx-graph/model.ts';
import { expect, NotRecognised, scaled, settle, type Flow } from './flow.ts';
import type { Norm } from './network.ts';
import { expectLinear, linearAt, type FoundLinear } from './recognise-linear.ts';

/** A layer normalisation: one operator, or spelt out as opsets before 17 must. @throws NotRecognised */
export function normAt(flow: Flow, value: string, what: string): { norm: Norm; input: string } {
  const node = flow.producer(settle(flow, value).value);
  const found = node?.operator === 'LayerNormalization' ? wholeNorm(flow, node) : speltNorm(flow, node);
  if (found) return found;
  throw new NotRecognised(`${what} is no layer normalisation`);
}

function wholeNorm(flow: Flow, { inputs, attributes }: Node): { norm: Norm; input: string } | undefined {
  const [input, weight, bias] = [inputs[0]!, flow.constant(inputs[1]!), flow.constant(inputs[2] ?? '')];
  const epsilon = attributes['epsilon'];
  if (!weight || !bias) return undefined;
  return { norm: { weight, bias, epsilon: epsilon?.kind === 'float' ? epsilon.value : 1e-5 }, input };
}

/** (x - mean) / sqrt(variance + epsilon) * weight + bias */
function speltNorm(flow: Flow, sum: Node | undefined): { norm: Norm; input: string } | undefined {
  const [bias, product] = withConstant(flow, sum, 'Add') ?? [];
  const [weight, quotient] = withConstant(flow, producerOf(flow, product), 'Mul') ?? [];
  const divided = producerOf(flow, quotient);
  const centred = producerOf(flow, divided?.inputs[0]);
  const deviation = producerOf(flow, divided?.inputs[1]);
  if (!bias || !weight || divided?.operator !== 'Div' || centred?.operator !== 'Sub') return undefined;
  if (deviation?.operator !== 'Sqrt') return undefined;
  const summed = producerOf(flow, deviation.inputs[0]);
  if (summed?.operator !== 'Add') return undefined;
  const epsilon = summed.inputs.map((name) => flow.scalar(name)).find((number) => number !== undefined);
  const mean = producerOf(flow, centred.inputs[1]);
  if (epsilon === undefined || mean?.operator !== 'ReduceMean') return undefined;
  const input = settle(flow, centred.inputs[0]!).value;
  if (settle(flow, mean.inputs[0]!).value !== input) return undefined;
  const [w, b] = [flow.constant(weight), flow.constant(bias)];
  return w && b ? { norm: { weight: w, bias: b, epsilon }, input } : undefined;
}

function producerOf(flow: Flow, value: string | undefined): Node | undefined {
  return value === undefined ? undefined : flow.producer(settle(flow, value).value);
}

/** `[constant, rest]` of a sum or a product with a constant row. */
function withConstant(flow: Flow, node: Node | undefined, operator: string): [string, string] | undefined {
  if (node?.operator !== operator) return undefined;
  const [left, right] = node.inputs as [string, string];
  if (flow.constant(right)) return [right, left];
  return flow.constant(left) ? [left, right] : undefined;
}

/** What the exact GELU is applied to: x/2 · (1 + erf(x/√2)), or one operator. @throws NotRecognised */
export function geluInput(flow: Flow, value: string, what: string): string {
  const node = producerOf(flow, value);
  const isWhole = node?.operator === 'Gelu' && node.attributes['approximate']?.value !== 'tanh';
  if (isWhole) return settle(flow, node.inputs[0]!).value;
  const factors = flatten(flow, value, 'Mul').map((factor) => settle(flow, factor).value);
  const numbers = factors.map((factor) => flow.scalar(factor)).filter((number) => number !== undefined);
  const rest = factors.filter((factor) => flow.scalar(factor) === undefined);
  const bell = rest.find((factor) => flow.producer(factor)?.operator === 'Add');
  const input = rest.find((factor) => factor !== bell);
  const isHalf = numbers.length === 1 && numbers[0] === 0.5;
  if (rest.length === 2 && isHalf && bell !== undefined && erfOf(flow, bell) === input) return input!;
  throw new NotRecognised(`${what} is no GELU`);
}

/** The x of 1 + erf(x/√2). */
function erfOf(flow: Flow, value: string): string | undefined {
  const [first, second] = flow.producer(value)!.inputs.map((name) => settle(flow, name).value);
  const erf = [first, second].map((name) => producerOf(flow, name)).find((node) => node?.operator === 'Erf');
  const one = [first, second].some((name) => flow.scalar(name!) === 1);
  const [factor, input] = scaled(flow, producerOf(flow, erf?.inputs[0])) ?? [0, ''];
  return one && Math.abs(factor - Math.SQRT1_2) < 1e-3 ? settle(flow, input).value : undefined;
}

/**
 * The terms of nested sums, or the factors of nested products, in the order in which they are written. What a product
 * with a constant matrix is made of, as one of integers is of factors, is left together.
 */
export function flatten(flow: Flow, value: string, operator: string): string[] {
  const { value: at } = settle(flow, value);
  const node = flow.producer(at);
  if (node?.operator !== operator || linearAt(flow, at)) return [at];
  return node.inputs.flatMap((name) => flatten(flow, name, operator));
}

export interface FoundCore {
  query: FoundLinear;
  key: FoundLinear;
  value: FoundLinear;
  scale: number;
  /** Every arrangement of the keys that the graph has. */
  keys: readonly string[];
}

/** softmax(query · keysᵀ · scale + mask) · values, in front of an output projection. @throws NotRecognised */
export function attentionAt(flow: Flow, value: string, what: string): FoundCore {
  const mixed = expect(flow, value, 'MatMul', `${what}: the mixture of values`);
  const softmax = expect(flow, mixed.inputs[0]!, 'Softmax', `${what}: the weights`);
  const scores = unmasked(flow, softmax.inputs[0]!, what);
  const query = unscaled(flow, scores.node.inputs[0]!);
  const key = unscaled(flow, scores.node.inputs[1]!);
  return {
    query: expectLinear(flow, query.value, `${what}: the query`),
    key: expectLinear(flow, key.value, `${what}: the keys`),
    value: expectLinear(flow, mixed.inputs[1]!, `${what}: the values`),
    scale: scores.scale * query.scale * key.scale,
    keys: settle(flow, scores.node.inputs[1]!).passed,
  };
}

/** The product that scores come from, before a mask was added and a scale applied. */
function unmasked(flow: Flow, value: string, what: string): { node: Node; scale: number } {
  const { value: at, scale } = unscaled(flow, value);
  const node = flow.producer(at);
  if (node?.operator === 'MatMul') return { node, scale };
  if (node?.operator !== 'Add' || scale !== 1) throw new NotRecognised(`${what}: the scores are unknown`);
  for (const term of node.inputs) {
    const inner = unscaled(flow, term);
    const product = flow.producer(inner.value);
    if (product?.operator === 'MatMul') return { node: product, scale: inner.scale };
  }
  throw new NotRecognised(`${what}: the scores are no product`);
}

/** Takes numbers that a value is multiplied with off it. */
function unscaled(flow: Flow, value: string): { value: string; scale: number } {
  let { value: at } = settle(flow, value);
  let scale = 1;
  for (let found = scaled(flow, flow.producer(at)); found; found = scaled(flow, flow.producer(at))) {
    scale *= found[0];
    at = settle(flow, found[1]).value;
  }
  return { value: at, scale };
}
