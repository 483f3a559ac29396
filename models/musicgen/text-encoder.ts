import { ELEMENT, type Graph, type Value } from '../onnx/model.ts';
import { LOWEST } from './masks.ts';
import { embedding, linear, reshape, sizeOf, transpose, unsqueeze, type Tracing } from './modules.ts';
import type { TextSize } from './size.ts';
import { trace, type Trace } from './trace.ts';
import type { Weights } from './weights.ts';

/** T5's distances: 32 buckets, half of them ahead; the first half of each exact, the others logarithmic up to 128. */
const BUCKETS = 32;
const FARTHEST = 128;

/** With weights at random, less than this leaves every token's state much the same. */
const GAIN = 1.5;

/**
 * T5's encoder: `input_ids` and `attention_mask` [batch, length] to `last_hidden_state` [batch, length, hidden].
 *
 * @see Raffel et al.: Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer, arXiv 1910.10683
 */
export function textEncoderGraph(size: TextSize, vocabulary: number, weights: Weights): Graph {
  const t = trace();
  const m: Tracing = { t, weights };
  const dimensions = ['batch_size', 'encoder_sequence_length'];
  const ids = t.input('input_ids', 'int64', dimensions);
  const mask = t.input('attention_mask', 'int64', dimensions);
  const states = t.within('encoder', () => {
    // Both the model and its encoder hold the table; the exporter names it after the first.
    let x = embedding(m, 'embed_tokens', ids, [vocabulary, size.hidden], 1);
    const padding = additiveMask(t, mask);
    let bias: Value | null = null;
    for (let i = 0; i < size.layers; i++) {
      x = t.within(`block.${i}`, () => {
        const attended = t.within('layer.0', () => {
          const normal = rmsNorm(m, 'layer_norm', x, size.hidden);
          return t.within('SelfAttention', () => {
            const q = linear(
              m,
              'q',
              normal,
              size.hidden,
              size.heads * size.headSize,
              1 / Math.sqrt(size.headSize),
            );
            bias ??= t.op('Add', [positionBias(m, size.heads, sizeOf(t, normal, 1)), padding]);
            return selfAttention(m, size, normal, q, bias);
          });
        });
        const seen = t.within('layer.0', () => t.op('Add', [x, attended]));
        return t.within('layer.1', () => t.op('Add', [seen, feedForward(m, size, seen)]));
      });
    }
    return rmsNorm(m, 'final_layer_norm', x, size.hidden);
  });
  t.output('last_hidden_state', 'float32', states, [...dimensions, size.hidden]);
  return t.finish('text_encoder');
}

/** `T5LayerNorm`: no mean is taken off, and there is no bias. */
function rmsNorm({ t, weights }: Tracing, name: string, x: Value, size: number): Value {
  return t.within(name, () => {
    const power = t.op('ReduceMean', [t.op('Pow', [x, t.real(2)])], { axes: [-1] });
    const root = t.op('Sqrt', [t.op('Add', [power, t.real(1e-6)])]);
    const normal = t.op('Mul', [x, t.op('Div', [t.real(1), root])]);
    const weight = t.parameter('weight', [size], weights.uniform(t.path('weight'), size, 0.2, 1));
    return t.op('Mul', [weight, normal]);
  });
}

/** [batch, 1, 1, length]: 0 where there is text, the lowest number where there is padding. */
function additiveMask(t: Trace, mask: Value): Value {
  const four = unsqueeze(t, unsqueeze(t, mask, 1), 2);
  const inverted = t.op('Sub', [t.real(1), t.op('Cast', [four], { to: ELEMENT.float32 })]);
  return t.op('Mul', [inverted, t.real(LOWEST)]);
}

function selfAttention(m: Tracing, size: TextSize, x: Value, q: Value, bias: Value): Value {
  const { t } = m;
  const inner = size.heads * size.headSize;
  const batch = sizeOf(t, x, 0);
  const split = (value: Value) => reshape(t, value, [batch, -1, size.heads, size.headSize]);
  const query = transpose(t, split(q), 0, 2, 1, 3);
  const key = transpose(t, split(linear(m, 'k', x, size.hidden, inner, GAIN)), 0, 2, 3, 1);
  const value = transpose(t, split(linear(m, 'v', x, size.hidden, inner)), 0, 2, 1, 3);
  // T5 does not scale its scores: its query weights are small instead.
  const scores = t.op('Add', [t.op('MatMul', [query, key]), bias]);
  const mixed = t.op('MatMul', [t.op('Softmax', [scores], { axis: -1 }), value]);
  const joined = reshape(t, transpose(t, mixed, 0, 2, 1, 3), [batch, -1, inner]);
  return linear(m, 'o', joined, inner, size.hidden);
}

function feedForward(m: Tracing, { hidden, feedForward: inner }: TextSize, x: Value): Value {
  const { t } = m;
  const normal = rmsNorm(m, 'layer_norm', x, hidden);
  return t.within('DenseReluDense', () => {
    const wide = linear(m, 'wi', normal, hidden, inner, GAIN);
    const active = t.within('act', () => t.op('Relu', [wide]));
    return linear(m, 'wo', active, inner, hidden);
  });
}

/** A learned number for each head and bucket of distances, [1, heads, length, length]. */
function positionBias({ t, weights }: Tracing, heads: number, length: Value): Value {
  const steps = t.op('Range', [t.whole(0), length, t.whole(1)]);
  const distance = t.op('Sub', [unsqueeze(t, steps, 0), unsqueeze(t, steps, 1)]);
  const bucket = distanceBucket(t, distance);
  const name = 'relative_attention_bias';
  const rows = t.within(name, () => {
    const data = weights.uniform(t.path('weight'), BUCKETS * heads, 2);
    return t.op('Gather', [t.parameter('weight', [BUCKETS, heads], data), bucket]);
  });
  return unsqueeze(t, transpose(t, rows, 2, 0, 1), 0);
}

function distanceBucket(t: Trace, distance: Value): Value {
  const { int64: INT64, float32: FLOAT } = ELEMENT;
  const half = BUCKETS / 2;
  const exact = half / 2;
  const ahead = t.op('Cast', [t.op('Greater', [distance, t.whole(0)])], { to: INT64 });
  const side = t.op('Add', [t.op('Mul', [ahead, t.whole(half)]), t.whole(0)]);
  const far = t.op('Abs', [distance]);
  const ratio = t.op('Div', [t.op('Cast', [far], { to: FLOAT }), t.real(exact)]);
  const octaves = t.op('Div', [t.op('Log', [ratio]), t.real(Math.log(FARTHEST / exact))]);
  const steps = t.op('Cast', [t.op('Mul', [octaves, t.real(half - exact)])], { to: INT64 });
  const last = t.op('Expand', [t.whole(half - 1), t.op('Shape', [far])]);
  const logarithmic = t.op('Min', [t.op('Add', [steps, t.whole(exact)]), last]);
  const within = t.op('Where', [t.op('Less', [far, t.whole(exact)]), far, logarithmic]);
  return t.op('Add', [side, within]);
}
