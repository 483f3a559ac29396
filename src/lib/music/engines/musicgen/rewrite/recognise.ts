import type { Graph, Model } from '../../../../runtime/onnx-graph/model.ts';
import type { Architecture } from '../architecture.ts';
import { flowOf, NotRecognised, settle, type Flow } from './flow.ts';
import type { Layer, Linear, Network } from './network.ts';
import { embeddingAt } from './recognise-embedding.ts';
import { expectLinear, linearAt, sizeOf } from './recognise-linear.ts';
import { attentionAt, flatten, geluInput, normAt, type FoundCore } from './recognise-parts.ts';

/** Inputs and outputs as optimum names them. */
const IDS = 'input_ids';
const STATES = 'encoder_hidden_states';
const LOGITS = 'logits';

/**
 * Reads a decoder's graph backwards, from its logits to its inputs, in the branch that computes everything. Masks and
 * positions are taken to be MusicGen's; that the rewritten graph gives the original's tokens is seen on the device.
 * @throws NotRecognised with what was found instead.
 */
export function recognise(model: Model, architecture: Architecture): Network {
  const { flow, output } = uncachedBranch(model.graph);
  const { heads, input: normal } = headsAt(flow, output(LOGITS));
  const last = normAt(flow, normal, 'what the heads read');
  const layers: Layer[] = [];
  let at = last.input;
  let text: string | undefined;
  for (let i = architecture.layers - 1; i >= 0; i--) {
    const found = layerAt(flow, at, `layer ${i}`);
    const isOwn = found.keys.some((name) => name === output(`present.${i}.decoder.key`));
    if (!isOwn) throw new NotRecognised(`layer ${i} has other keys than present.${i}.decoder.key`);
    if (text !== undefined && text !== found.text) throw new NotRecognised('layers read different texts');
    layers.unshift(found.layer);
    text = found.text;
    at = found.input;
  }
  const network = {
    layers,
    norm: last.norm,
    heads,
    ...embeddingAt(flow, at, IDS),
    projection: projectionAt(flow, text!),
  };
  holdTo(network, architecture);
  return network;
}

interface Branch {
  flow: Flow;
  /** The branch's own name of one of the model's outputs. */
  output: (name: string) => string;
}

/** A merged model chooses between its branches by an `If` whose `else` has no cache; others are one graph. */
function uncachedBranch(graph: Graph): Branch {
  const chooser = graph.nodes.find((node) => node.operator === 'If');
  if (!chooser) return { flow: flowOf(graph, []), output: (name) => name };
  const branch = chooser.attributes['else_branch'];
  if (branch?.kind !== 'graph') throw new NotRecognised('the If has no branches');
  const names = new Map(chooser.outputs.map((name, i) => [name, branch.value.outputs[i]?.name ?? '']));
  const around = flowOf(graph, []);
  // Half precision's converter casts what comes out of the If.
  return {
    flow: flowOf(branch.value, [graph]),
    output: (name) => names.get(settle(around, name).value) ?? '',
  };
}

/** One product for each codebook, stacked. */
function headsAt(flow: Flow, logits: string): { heads: Linear[]; input: string } {
  const stack = flow.producer(settle(flow, logits).value);
  if (stack?.operator !== 'Concat') throw new NotRecognised('the logits are not put together of heads');
  const found = stack.inputs.map((name, i) => expectLinear(flow, name, `head ${i}`));
  const [input, ...others] = new Set(found.map((head) => settle(flow, head.input).value));
  if (others.length > 0) throw new NotRecognised('the heads read different values');
  return { heads: found.map((head) => head.linear), input: input! };
}

interface FoundLayer {
  layer: Layer;
  input: string;
  /** What cross-attention attends to. */
  text: string;
  keys: readonly string[];
}

function layerAt(flow: Flow, value: string, what: string): FoundLayer {
  const outer = residualAt(flow, value, `${what}: feed-forward`);
  const inner = expectLinear(flow, geluInput(flow, outer.linear.input, what), `${what}: feed-forward`);
  const forward = normAt(flow, inner.input, `${what}: feed-forward`);
  sameAs(forward.input, outer.rest, `${what}: feed-forward`);
  const cross = attentionPart(flow, outer.rest, `${what}: cross-attention`);
  const self = attentionPart(flow, cross.input, `${what}: self-attention`);
  sameAs(self.source, self.asked, `${what}: self-attention`);
  return {
    layer: {
      self: self.attention,
      cross: cross.attention,
      feedForward: { norm: forward.norm, inner: inner.linear, outer: outer.linear.linear },
    },
    input: self.input,
    text: cross.source,
    keys: self.core.keys,
  };
}

/** A normalised attention and what it is added to. */
function attentionPart(flow: Flow, value: string, what: string) {
  const { linear: out, rest: input } = residualAt(flow, value, what);
  const core: FoundCore = attentionAt(flow, out.input, what);
  const [asked, keyed, valued] = [core.query, core.key, core.value].map(
    (found) => settle(flow, found.input).value,
  ) as [string, string, string];
  sameAs(keyed, valued, what);
  const before = normAt(flow, asked, what);
  sameAs(before.input, input, what);
  const attention = {
    norm: before.norm,
    query: core.query.linear,
    key: core.key.linear,
    value: core.value.linear,
    out: out.linear,
    scale: core.scale,
  };
  return { attention, input, asked, source: keyed, core };
}

/** A sum of a product with a constant matrix, and what flows past it. */
function residualAt(flow: Flow, value: string, what: string) {
  const sum = flow.producer(settle(flow, value).value);
  if (sum?.operator !== 'Add') throw new NotRecognised(`${what} is not added to what comes before it`);
  for (const [product, rest] of [sum.inputs, sum.inputs.toReversed()] as [string, string][]) {
    const linear = linearAt(flow, product);
    if (linear) return { linear, rest: settle(flow, rest).value };
  }
  throw new NotRecognised(`${what} does not end in a product with a constant matrix`);
}

function sameAs(found: string, wanted: string, what: string): void {
  if (found !== wanted) throw new NotRecognised(`${what} reads another value than it is added to`);
}

/** The text's projection, with its bias, and zero where the mask is. */
function projectionAt(flow: Flow, text: string): Network['projection'] {
  const factors = flatten(flow, text, 'Mul');
  if (factors.includes(STATES)) return null;
  for (const factor of factors) {
    const terms = flatten(flow, factor, 'Add');
    const bias = terms.map((term) => flow.constant(term)).find((tensor) => tensor !== undefined);
    const found = terms.map((term) => linearAt(flow, term)).find((linear) => linear !== undefined);
    if (terms.length === 2 && bias && found && settle(flow, found.input).value === STATES) {
      return { linear: found.linear, bias };
    }
  }
  throw new NotRecognised('the projection of the text is unknown');
}

/** @throws NotRecognised where constants do not have the sizes that the architecture says. */
function holdTo(network: Network, { heads, headDim, codebooks, vocabulary, textDim }: Architecture): void {
  const hidden = heads * headDim;
  const wrong = (what: string, is: boolean): void => {
    if (!is) throw new NotRecognised(`${what}: another size than the configuration says`);
  };
  const square = (linear: Linear): boolean => sizeOf(linear).from === hidden && sizeOf(linear).to === hidden;
  wrong('the heads', network.heads.length === codebooks && network.tokens.length === codebooks);
  wrong(
    'the heads',
    network.heads.every((head) => sizeOf(head).from === hidden && sizeOf(head).to === vocabulary),
  );
  wrong(
    'the tables',
    network.tokens.every(({ data }) => data.shape[0]! > vocabulary && data.shape[1] === hidden),
  );
  wrong('the positions', network.positions.data.shape[1] === hidden);
  for (const { self, cross } of network.layers) {
    for (const { query, key, value, out } of [self, cross]) {
      wrong('an attention', [query, key, value, out].every(square));
    }
  }
  const from = network.projection ? sizeOf(network.projection.linear).from : hidden;
  wrong('the text', from === textDim);
}
