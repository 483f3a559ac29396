import type { Graph } from '../../../../runtime/onnx-device.ts';
import { ELEMENT } from '../../../../runtime/onnx-graph/model.ts';
import type { Architecture } from '../architecture.ts';
import { emitter, real, whole, type Emitter, type Source } from './emit.ts';
import { joinLinear } from './join-linear.ts';
import type { Attention, Layer, Network, Norm } from './network.ts';

/**
 * The graph that reads columns: `[rows, length]` positions at once, mostly one.
 *
 * - `embedded` [rows, length, hidden], float32: tokens and positions, summed.
 * - `seen` int32 [rows] and `total` int32 [1]: positions with these ones, less one, and in full.
 * - `past.I.key`, `past.I.value` and `present.…` [rows, heads, capacity, headDim]: to be the same memory.
 * - `text.I.key`, `text.I.value` [rows, heads, text, headDim], and `bias` [rows, 1, length, text], added to the scores.
 * - `logits` [rows, codebooks * vocabulary], float32, of the last position.
 *
 * @param type of everything between, float32 or float16.
 */
export function stepGraph(
  sources: readonly Source[],
  network: Network,
  { heads, headDim, codebooks, vocabulary }: Architecture,
  type: number,
): Graph {
  const e = emitter(sources);
  const hidden = heads * headDim;
  const asRun = (name: string): string =>
    type === ELEMENT.float32 ? name : e.add('Cast', [name], { to: whole(type) });
  let sum = asRun(e.input('embedded', ELEMENT.float32, ['rows', 'length', hidden]));
  e.input('seen', ELEMENT.int32, ['rows']);
  e.input('total', ELEMENT.int32, [1]);
  e.input('bias', type, ['rows', 1, 'length', 'text']);

  let normal = '';
  /** Adds to what flows past, and normalises that for the next part. */
  const pass = (addend: string | null, norm: Norm): void => {
    [normal, sum] = addend === null ? [layerNorm(e, sum, norm), sum] : skipNorm(e, sum, addend, norm);
  };

  pass(null, network.layers[0]!.self.norm);
  network.layers.forEach((layer, i) => {
    pass(selfAttention(e, layer.self, i, heads, headDim, type, normal), layer.cross.norm);
    pass(crossAttention(e, layer.cross, i, heads, headDim, type, normal), layer.feedForward.norm);
    pass(feedForward(e, layer, normal), network.layers[i + 1]?.self.norm ?? network.norm);
  });

  const last = e.constant({ name: '', type: ELEMENT.int64, shape: [], data: new Uint8Array(8).fill(255) });
  const final = e.add('Gather', [normal, last], { axis: whole(1) });
  const logits = e.linear(joinLinear(network.heads), final);
  e.add('Cast', [logits], { to: whole(ELEMENT.float32) }, [
    e.output('logits', ELEMENT.float32, ['rows', codebooks * vocabulary]),
  ]);
  return e.finish();
}

function layerNorm(e: Emitter, x: string, { weight, bias, epsilon }: Norm): string {
  return e.add('LayerNormalization', [x, e.constant(weight), e.constant(bias)], { epsilon: real(epsilon) });
}

/** @returns the normalised sum, and the sum */
function skipNorm(e: Emitter, x: string, y: string, { weight, bias, epsilon }: Norm): [string, string] {
  const outputs = [e.fresh(), '', '', e.fresh()];
  const inputs = [x, y, e.constant(weight), e.constant(bias)];
  e.own('SkipLayerNormalization', inputs, { epsilon: real(epsilon) }, outputs);
  return [outputs[0]!, outputs[3]!];
}

function selfAttention(
  e: Emitter,
  { query, key, value, out, scale }: Attention,
  layer: number,
  heads: number,
  headDim: number,
  type: number,
  x: string,
): string {
  const cache = (name: string): string => `${name.replace('.', `.${layer}.`)}`;
  const shape = ['rows', heads, 'capacity', headDim];
  const past = ['past.key', 'past.value'].map((name) => e.input(cache(name), type, shape));
  const present = ['present.key', 'present.value'].map((name) => e.output(cache(name), type, shape));
  const packed = e.linear(joinLinear([query, key, value]), x);
  const mixed = e.own(
    'GroupQueryAttention',
    [packed, '', '', ...past, 'seen', 'total'],
    { num_heads: whole(heads), kv_num_heads: whole(heads), scale: real(scale) },
    [e.fresh(), ...present],
  );
  return e.linear(out, mixed);
}

function crossAttention(
  e: Emitter,
  { query, out, scale }: Attention,
  layer: number,
  heads: number,
  headDim: number,
  type: number,
  x: string,
): string {
  const [key, value] = ['key', 'value'].map((name) =>
    e.input(`text.${layer}.${name}`, type, ['rows', heads, 'text', headDim]),
  ) as [string, string];
  const mixed = e.own('MultiHeadAttention', [e.linear(query, x), key, value, '', '', 'bias'], {
    num_heads: whole(heads),
    scale: real(scale),
  });
  return e.linear(out, mixed);
}

function feedForward(e: Emitter, { feedForward: { inner, outer } }: Layer, x: string): string {
  return e.linear(outer, e.own('Gelu', [e.linear(inner, x)]));
}
