import type { Value } from '../onnx/model.ts';
import { limitFor, shapeOf, sizeOf, transpose, type Tracing } from './modules.ts';

/** EnCodec's building blocks as its 32 kHz model has them: not causal, reflected at both ends. */

/** Samples a frame, from the innermost stride to the outermost; their product is 640. */
export const RATIOS = [8, 5, 4, 4] as const;

const LSTM_LAYERS = 2;

export interface Convolution {
  from: number;
  to: number;
  kernel: number;
  gain?: number;
}

/** A convolution of stride 1, padded so that the length stays. */
export function convolution(
  m: Tracing,
  name: string,
  x: Value,
  { from, to, kernel, gain = 1 }: Convolution,
): Value {
  const after = Math.floor((kernel - 1) / 2);
  const padded = kernel === 1 ? x : reflect(m, name, x, m.t.whole([0, 0, kernel - 1 - after, 0, 0, after]));
  return convolve(m, name, padded, { from, to, kernel, gain }, 1);
}

/** Mirrors both ends; `pads` are ONNX's, the three beginnings before the three ends. */
export function reflect({ t }: Tracing, name: string, x: Value, pads: Value): Value {
  return t.within(name, () => t.op('Pad', [x, pads], { mode: 'reflect' }));
}

/** The convolution alone. Its weight was normalised, which the exporter folds into an anonymous one. */
export function convolve(
  { t, weights }: Tracing,
  name: string,
  x: Value,
  { from, to, kernel, gain = 1 }: Convolution,
  stride: number,
): Value {
  return t.within(`${name}/conv`, () => {
    const limit = limitFor(from * kernel, gain);
    const weight = weights.uniform(t.path('weight'), to * from * kernel, limit);
    const bias = t.parameter('bias', [to], weights.uniform(t.path('bias'), to, 0.05));
    return t.op('Conv', [x, t.folded('Conv', [to, from, kernel], weight), bias], {
      dilations: [1],
      group: 1,
      kernel_shape: [kernel],
      pads: [0, 0],
      strides: [stride],
    });
  });
}

/** `ratio` times as long and half as deep; what hangs over at both ends is cut. */
export function upsample(
  { t, weights }: Tracing,
  name: string,
  x: Value,
  from: number,
  ratio: number,
): Value {
  const kernel = 2 * ratio;
  const to = from / 2;
  const cutAfter = Math.floor((kernel - ratio) / 2);
  const cutBefore = kernel - ratio - cutAfter;
  const long = t.within(`${name}/conv`, () => {
    // Every sample is the sum of two taps of each channel.
    const weight = weights.uniform(t.path('weight'), from * to * kernel, limitFor(2 * from, 1.4));
    const bias = t.parameter('bias', [to], weights.uniform(t.path('bias'), to, 0.05));
    return t.op('ConvTranspose', [x, t.folded('ConvTranspose', [from, to, kernel], weight), bias], {
      dilations: [1],
      group: 1,
      kernel_shape: [kernel],
      pads: [0, 0],
      strides: [ratio],
    });
  });
  return t.within(name, () => {
    const end = t.op('Unsqueeze', [t.op('Sub', [sizeOf(t, long, 2), t.whole(cutAfter)]), t.whole([0])]);
    return t.op('Slice', [long, t.whole([cutBefore]), end, t.whole([2]), t.whole([1])]);
  });
}

export function elu({ t }: Tracing, x: Value): Value {
  return t.op('Elu', [x], { alpha: { float: 1 } });
}

/** `EncodecResnetBlock` without a convolution in its shortcut, and half as deep inside. */
export function residual(m: Tracing, name: string, x: Value, depth: number): Value {
  const { t } = m;
  return t.within(name, () => {
    const inner = { from: depth, to: depth / 2, kernel: 3, gain: 1.4 };
    const narrow = convolution(m, 'block.1', elu(m, x), inner);
    const wide = convolution(m, 'block.3', elu(m, narrow), { from: depth / 2, to: depth, kernel: 1 });
    return t.op('Add', [x, wide]);
  });
}

/** Two layers of LSTM along time, and what went in added to what comes out. `x` is [batch, depth, length]. */
export function recurrent(m: Tracing, name: string, x: Value, depth: number): Value {
  const { t } = m;
  return t.within(name, () => {
    const input = transpose(t, x, 2, 0, 1);
    const output = t.within('lstm', () => {
      let states = input;
      for (let layer = 0; layer < LSTM_LAYERS; layer++) states = lstm(m, layer, states, depth);
      return states;
    });
    return transpose(t, t.op('Add', [output, input]), 1, 2, 0);
  });
}

function lstm({ t, weights }: Tracing, layer: number, x: Value, depth: number): Value {
  const draw = (name: string, length: number) =>
    weights.uniform(t.path(`${name}_l${layer}`), length, limitFor(depth, 1));
  const gates = 4 * depth;
  const zero = t.op('Expand', [t.real(0), shapeOf(t, [1, sizeOf(t, x, 1), depth])]);
  const [states] = t.ops(
    'LSTM',
    [
      x,
      t.folded('LSTM', [1, gates, depth], draw('weight_ih', gates * depth)),
      t.folded('LSTM', [1, gates, depth], draw('weight_hh', gates * depth)),
      t.folded('LSTM', [1, 2 * gates], draw('bias', 2 * gates)),
      '',
      zero,
      zero,
    ],
    { hidden_size: depth },
    3,
  );
  return t.op('Squeeze', [states!, t.whole([1])]);
}
