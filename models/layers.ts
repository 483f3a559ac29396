import type { Attribute, Graph, Value } from './onnx.ts';
import type { Weight } from './weights.ts';

export type Weights = ReadonlyMap<string, Weight>;

/** @throws Error when the network has no such tensor */
export function weight(weights: Weights, name: string): Weight {
  const found = weights.get(name);
  if (!found) throw new Error(`no weight named ${name}`);
  return found;
}

/** Reorders axes: axis `i` of the result is axis `order[i]` of `tensor`. */
function transpose({ shape, data }: Weight, order: readonly number[]): Weight {
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((product, n) => product * n, 1));
  const target = order.map((axis) => shape[axis]!);
  const out = new Float32Array(data.length);
  const index = new Array<number>(shape.length).fill(0);
  for (let to = 0; to < out.length; to++) {
    out[to] = data[order.reduce((sum, axis, i) => sum + strides[axis]! * index[i]!, 0)]!;
    for (let axis = index.length - 1; axis >= 0 && ++index[axis]! === target[axis]!; axis--) index[axis] = 0;
  }
  return { shape: target, data: out };
}

/** A convolution with a bias, without padding unless `attributes` say so. `filters` are in tensorflow.js layout. */
export function conv(
  g: Graph,
  x: Value,
  filters: Weight,
  bias: Weight,
  attributes: Record<string, Attribute> = {},
): Value {
  const w = transpose(filters, [3, 2, 0, 1]);
  return g.add('Conv', [x, g.constant(w.shape, w.data), g.constant(bias.shape, bias.data)], {
    kernel_shape: w.shape.slice(2),
    ...attributes,
  });
}

/**
 * A depthwise 3x3 convolution, then a pointwise one with a bias, no activation between the two. `name` is the prefix of
 * their weights; `attributes` are the depthwise one's.
 */
export function separable(
  g: Graph,
  x: Value,
  weights: Weights,
  name: string,
  attributes: Record<string, Attribute> = { pads: [1, 1, 1, 1] },
): Value {
  const w = transpose(weight(weights, `${name}/depthwise_filter`), [2, 3, 0, 1]);
  const depthwise = g.add('Conv', [x, g.constant(w.shape, w.data)], {
    kernel_shape: [3, 3],
    group: w.shape[0]!,
    ...attributes,
  });
  return conv(g, depthwise, weight(weights, `${name}/pointwise_filter`), weight(weights, `${name}/bias`));
}
