import type { Value } from '../onnx/model.ts';
import { linear, reshape, shapeOf, sizeOf, transpose, type Size, type Tracing } from './modules.ts';

export interface Heads {
  hidden: number;
  heads: number;
}

/** Keys and values [batch, heads, length, hidden / heads]. */
export interface KeyValue {
  key: Value;
  value: Value;
}

/** How peaked attention is with random weights: with gain 1 it is close to a plain mean, and position hardly matters. */
const GAIN = 1.6;

function split({ t }: Tracing, x: Value, { hidden, heads }: Heads, batch: Value, length: Size): Value {
  return transpose(t, reshape(t, x, [batch, length, heads, hidden / heads]), 0, 2, 1, 3);
}

/** Keys and values of `source` [batch, length, hidden]. */
export function project(m: Tracing, source: Value, size: Heads, batch: Value): KeyValue {
  const { hidden } = size;
  return {
    key: split(m, linear(m, 'k_proj', source, hidden, hidden, GAIN), size, batch, -1),
    value: split(m, linear(m, 'v_proj', source, hidden, hidden), size, batch, -1),
  };
}

/** The keys and values of all positions: those before, and the new ones. */
export function append({ t }: Tracing, past: KeyValue, next: KeyValue): KeyValue {
  return {
    key: t.op('Concat', [past.key, next.key], { axis: 2 }),
    value: t.op('Concat', [past.value, next.value], { axis: 2 }),
  };
}

/**
 * The attention of Hugging Face's BART family, which MusicGen's is: the query is scaled rather than the scores, and
 * batch and heads are one axis while scores are computed.
 *
 * @param x what asks, [batch, length, hidden].
 * @param keyValues gives keys and values; called after the query, as the modules are.
 * @param mask added to the scores [batch, heads, length, positions], or null.
 */
export function attention(
  m: Tracing,
  x: Value,
  size: Heads,
  keyValues: (batch: Value) => KeyValue,
  mask: Value | null,
): { output: Value; present: KeyValue } {
  const { t } = m;
  const { hidden, heads } = size;
  const headSize = hidden / heads;
  const batch = sizeOf(t, x, 0);
  const length = sizeOf(t, x, 1);
  const scaled = t.op('Mul', [linear(m, 'q_proj', x, hidden, hidden, GAIN), t.real(1 / Math.sqrt(headSize))]);
  const present = keyValues(batch);

  const rows = t.op('Mul', [batch, t.whole(heads)]);
  const flat = shapeOf(t, [rows, -1, headSize]);
  const query = t.op('Reshape', [split(m, scaled, size, batch, length), flat]);
  const key = t.op('Reshape', [present.key, flat]);
  const value = t.op('Reshape', [present.value, flat]);
  const positions = sizeOf(t, key, 1);

  let scores = t.op('MatMul', [query, transpose(t, key, 0, 2, 1)]);
  if (mask !== null) {
    const masked = t.op('Add', [reshape(t, scores, [batch, heads, length, positions]), mask]);
    scores = reshape(t, masked, [rows, length, positions]);
  }
  const mixed = t.op('MatMul', [t.op('Softmax', [scores], { axis: -1 }), value]);
  const apart = transpose(t, reshape(t, mixed, [batch, heads, length, headSize]), 0, 2, 1, 3);
  const output = linear(m, 'out_proj', reshape(t, apart, [batch, length, hidden]), hidden, hidden);
  return { output, present };
}
