import type { Graph } from '../../../../runtime/onnx-device.ts';
import { ELEMENT, type Model, type Tensor } from '../../../../runtime/onnx-graph/model.ts';
import { parseModel } from '../../../../runtime/onnx-graph/parse.ts';
import { NotOnnx } from '../../../../runtime/onnx-graph/wire.ts';
import type { Architecture } from '../architecture.ts';
import { embedding, type Embedding } from './embed.ts';
import type { Source } from './emit.ts';
import { NotRecognised } from './flow.ts';
import type { Linear, Network } from './network.ts';
import { recognise } from './recognise.ts';
import { stepGraph } from './step-graph.ts';
import { textGraph } from './text-graph.ts';

/** A decoder in two graphs, one for the text and one for columns, and the tables that are looked up outside of both. */
export interface Rewritten {
  text: Graph;
  step: Graph;
  embedding: Embedding;
  /** Element type of caches: float32 or float16. */
  type: 'float32' | 'float16';
}

/** Why a decoder is not rewritten, for a person to read: the original is to be run instead. */
export interface Refused {
  refused: string;
}

/**
 * Rewrites a decoder for speed: a cache that is written in place, the text's keys and values made once, joined
 * projections, and whole operators for what exporters spell out.
 *
 * @param original a public export, `decoder_model_merged` or `decoder_model`; the result keeps using their memory.
 */
export function rewriteDecoder(original: Graph, architecture: Architecture): Rewritten | Refused {
  try {
    const sources = [{ path: 'original', data: original.bytes }, ...original.external];
    const network = recognise(within(parseModel(original.bytes), sources), architecture);
    const type = elementOf(network);
    return {
      text: textGraph(sources, network, architecture, ELEMENT[type]),
      step: stepGraph(sources, network, architecture, ELEMENT[type]),
      embedding: embedding(network),
      type,
    };
  } catch (error) {
    if (error instanceof NotRecognised || error instanceof NotOnnx) return { refused: error.message };
    throw error;
  }
}

/** What the graph computes with. @throws NotRecognised where parts differ in that */
function elementOf({ layers, norm, heads, projection }: Network): 'float32' | 'float16' {
  const norms = [
    norm,
    ...layers.flatMap(({ self, cross, feedForward }) => [self.norm, cross.norm, feedForward.norm]),
  ];
  const linears = layers.flatMap(({ self, cross, feedForward: { inner, outer } }) => [
    ...[self, cross].flatMap(({ query, key, value, out }) => [query, key, value, out]),
    inner,
    outer,
  ]);
  const tensors: Tensor[] = [
    ...norms.flatMap(({ weight, bias }) => [weight, bias]),
    ...[...linears, ...heads, ...(projection ? [projection.linear] : [])].map(scaleOf),
    ...(projection ? [projection.bias] : []),
  ];
  const [type, ...others] = new Set(tensors.map((tensor) => tensor.type));
  if (others.length === 0 && type === ELEMENT.float32) return 'float32';
  if (others.length === 0 && type === ELEMENT.float16) return 'float16';
  throw new NotRecognised('parts compute with different element types');
}

/** The constant of a product that has the type of its result. */
function scaleOf(linear: Linear): Tensor {
  if (linear.form === 'float') return linear.weight;
  return linear.form === 'blocks' ? linear.scales : linear.scale;
}

/** Gives the constants that lie beside the graph as views too. @throws NotRecognised where a file is missing */
function within(model: Model, sources: readonly Source[]): Model {
  const initialisers = model.graph.initialisers.map((tensor) => {
    const { data } = tensor;
    if (!('file' in data)) return tensor;
    const source = sources.find(({ path }) => path === data.file);
    if (!source) throw new NotRecognised(`${data.file} is not there`);
    return { ...tensor, data: source.data.subarray(data.offset, data.offset + data.length) };
  });
  return { ...model, graph: { ...model.graph, initialisers } };
}
