import type { Value } from '../onnx/model.ts';
import type { Trace } from './trace.ts';
import type { Weights } from './weights.ts';

/** What a module is traced with. */
export interface Tracing {
  t: Trace;
  weights: Weights;
}

/** A size of a tensor, which is known when the graph runs, or a fixed one. */
export type Size = Value | number;

/** `x.shape[axis]` as a scalar. */
export function sizeOf(t: Trace, x: Value, axis: number): Value {
  return t.op('Gather', [t.op('Shape', [x]), t.whole(axis)], { axis: 0 });
}

/** A shape put together of sizes. */
export function shapeOf(t: Trace, sizes: readonly Size[]): Value {
  const parts = sizes.map((size) =>
    typeof size === 'number' ? t.whole([size]) : t.op('Unsqueeze', [size, t.whole([0])]),
  );
  return t.op('Concat', parts, { axis: 0 });
}

export function reshape(t: Trace, x: Value, sizes: readonly Size[]): Value {
  return t.op('Reshape', [x, shapeOf(t, sizes)]);
}

export function unsqueeze(t: Trace, x: Value, axis: number): Value {
  return t.op('Unsqueeze', [x, t.whole([axis])]);
}

export function transpose(t: Trace, x: Value, ...perm: number[]): Value {
  return t.op('Transpose', [x], { perm });
}

/**
 * A uniform distribution whose variance keeps that of the input over `fanIn` terms, times `gain` squared: for uniform
 * draws in [-a, a) it is a²/3.
 */
export function limitFor(fanIn: number, gain: number): number {
  return gain * Math.sqrt(3 / fanIn);
}

/** `torch.nn.Linear` without a bias, on three dimensions: the exporter transposes its weight, which thereby loses its name. */
export function linear(
  { t, weights }: Tracing,
  name: string,
  x: Value,
  from: number,
  to: number,
  gain = 1,
): Value {
  return t.within(name, () => {
    const data = weights.uniform(t.path('weight'), from * to, limitFor(from, gain));
    return t.op('MatMul', [x, t.folded('MatMul', [from, to], data)]);
  });
}

/** `torch.nn.LayerNorm` as opsets before 17 must write it. */
export function layerNorm({ t, weights }: Tracing, name: string, x: Value, size: number): Value {
  return t.within(name, () => {
    const mean = t.op('ReduceMean', [x], { axes: [-1] });
    const centred = t.op('Sub', [x, mean]);
    const variance = t.op('ReduceMean', [t.op('Pow', [centred, t.real(2)])], { axes: [-1] });
    const deviation = t.op('Sqrt', [t.op('Add', [variance, t.real(1e-5)])]);
    const normal = t.op('Div', [centred, deviation]);
    const weight = t.parameter('weight', [size], weights.uniform(t.path('weight'), size, 0.1, 1));
    const bias = t.parameter('bias', [size], weights.uniform(t.path('bias'), size, 0.1));
    return t.op('Add', [t.op('Mul', [normal, weight]), bias]);
  });
}

/** `torch.nn.GELU`, x/2 · (1 + erf(x/√2)). @see Hendrycks, Gimpel: Gaussian Error Linear Units, arXiv 1606.08415 */
export function gelu(t: Trace, x: Value): Value {
  return t.within('activation_fn', () => {
    const erf = t.op('Erf', [t.op('Div', [x, t.real(Math.SQRT2)])]);
    return t.op('Mul', [t.op('Mul', [x, t.op('Add', [erf, t.real(1)])]), t.real(0.5)]);
  });
}

/** An embedding table, and the row that each of `ids` names. */
export function embedding(
  { t, weights }: Tracing,
  name: string,
  ids: Value,
  shape: readonly [number, number],
  limit: number,
): Value {
  return t.within(name, () => {
    const table = t.parameter('weight', shape, weights.uniform(t.path('weight'), shape[0] * shape[1], limit));
    return t.op('Gather', [table, ids]);
  });
}
