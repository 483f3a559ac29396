import { ELEMENT, type Dimension, type Graph, type Value } from '../onnx/model.ts';
import { append, attention, project, type KeyValue } from './attention.ts';
import { embed, positions } from './embeddings.ts';
import { causalMask, paddingMask } from './masks.ts';
import { gelu, layerNorm, linear, reshape, sizeOf, unsqueeze, type Tracing } from './modules.ts';
import { CODEBOOK_SIZE, codebooks, type DecoderSize } from './size.ts';
import { trace } from './trace.ts';
import type { Weights } from './weights.ts';

/** The spread of an output's logits: wide enough that the largest stands clear of rounding, narrow enough to sample. */
const LOGIT_GAIN = 3;

/** The symbolic sizes that optimum's export declares. */
const ROWS = 'total_batch_size_x_num_codebooks';
const LENGTH = 'decoder_sequence_length';
const TEXT = 'encoder_sequence_length';
const PAST = 'past_decoder_sequence_length';
const PAST_TEXT = 'encoder_sequence_length_out';

const KINDS = ['key', 'value'] as const;

/**
 * The decoder with its projection of the text, in the two graphs that optimum exports. The first computes everything
 * for any number of steps. The second, `cached`, takes one step, the keys and values of all steps before, and those of
 * the text, which it neither computes nor gives back.
 *
 * @param textSize features of the text encoder's states.
 */
export function decoderGraph(size: DecoderSize, textSize: number, weights: Weights, cached: boolean): Graph {
  const t = trace();
  const m: Tracing = { t, weights };
  const mask = t.input('encoder_attention_mask', 'int64', ['batch_size', TEXT]);
  const ids = t.input('input_ids', 'int64', [ROWS, cached ? 1 : LENGTH]);
  const states = cached ? null : projectText(m, size, textSize, mask);
  const past = cached ? pastInputs(m, size) : null;

  const presents: { decoder: KeyValue; encoder: KeyValue }[] = [];
  const logits = t.within('decoder', () => {
    const x = t.within('model', () =>
      t.within('decoder', () => stack(m, size, { ids, mask, states, past }, presents)),
    );
    return heads(m, size, x);
  });

  t.output('logits', 'float32', logits, [ROWS, cached ? 1 : LENGTH, CODEBOOK_SIZE]);
  presents.forEach((present, layer) => {
    for (const of of cached ? (['decoder'] as const) : (['decoder', 'encoder'] as const)) {
      for (const kind of KINDS) {
        const positions = of === 'encoder' ? PAST_TEXT : cached ? `${PAST} + 1` : LENGTH;
        t.output(`present.${layer}.${of}.${kind}`, 'float32', present[of][kind], cacheShape(size, positions));
      }
    }
  });
  return t.finish(cached ? 'decoder_with_past_model' : 'decoder_model');
}

/** The shape of keys and of values. */
export function cacheShape({ heads, hidden }: DecoderSize, positions: string): Dimension[] {
  return ['batch_size', heads, positions, hidden / heads];
}

/** The text encoder's states in the decoder's size, and zero where there is no text. */
function projectText(m: Tracing, { hidden }: DecoderSize, textSize: number, mask: Value): Value {
  const { t, weights } = m;
  const states = t.input('encoder_hidden_states', 'float32', ['total_batch_size', TEXT, textSize]);
  const projected = linear(m, 'enc_to_dec_proj', states, textSize, hidden);
  const biased = t.within('enc_to_dec_proj', () => {
    const bias = weights.uniform(t.path('bias'), hidden, 0.1);
    return t.op('Add', [t.parameter('bias', [hidden], bias), projected]);
  });
  const weight = t.op('Cast', [unsqueeze(t, mask, 2)], { to: ELEMENT.float32 });
  return t.op('Mul', [biased, weight]);
}

function pastInputs({ t }: Tracing, size: DecoderSize): { decoder: KeyValue; encoder: KeyValue }[] {
  const input = (name: string, positions: string): Value =>
    t.input(`past_key_values.${name}`, 'float32', cacheShape(size, positions));
  return Array.from({ length: size.layers }, (_, i) => ({
    decoder: { key: input(`${i}.decoder.key`, PAST), value: input(`${i}.decoder.value`, PAST) },
    encoder: { key: input(`${i}.encoder.key`, PAST_TEXT), value: input(`${i}.encoder.value`, PAST_TEXT) },
  }));
}

interface Inputs {
  ids: Value;
  mask: Value;
  /** The projected text, in the graph that computes its keys and values. */
  states: Value | null;
  /** What the cached graph has instead, for each layer. */
  past: { decoder: KeyValue; encoder: KeyValue }[] | null;
}

/** Embeds `ids` [batch * codebooks, length]. @returns states [batch, length, hidden]; `presents` gains each layer's. */
function stack(
  m: Tracing,
  size: DecoderSize,
  { ids, mask, states, past }: Inputs,
  presents: { decoder: KeyValue; encoder: KeyValue }[],
): Value {
  const { t } = m;
  const { hidden, feedForward } = size;
  const length = sizeOf(t, ids, 1);
  const input = reshape(t, ids, [-1, codebooks(size), length]);
  const batch = sizeOf(t, input, 0);
  const before = past === null ? null : sizeOf(t, past[0]!.decoder.key, 2);
  let x = t.op('Add', [embed(m, size, input), positions(m, size, length, before)]);

  // One step sees all that are before it, so that only the graph for many needs a mask.
  const causal = past === null ? causalMask(t, batch, length) : null;
  const padding = paddingMask(t, mask, sizeOf(t, mask, 0), length, sizeOf(t, mask, 1));

  for (let i = 0; i < size.layers; i++) {
    x = t.within(`layers.${i}`, () => {
      const normal = layerNorm(m, 'self_attn_layer_norm', x, hidden);
      const self = t.within('self_attn', () =>
        attention(
          m,
          normal,
          size,
          (rows) => {
            const next = project(m, normal, size, rows);
            return past === null ? next : append(m, past[i]!.decoder, next);
          },
          causal,
        ),
      );
      const seen = t.op('Add', [x, self.output]);

      const asking = layerNorm(m, 'encoder_attn_layer_norm', seen, hidden);
      const cross = t.within('encoder_attn', () =>
        attention(
          m,
          asking,
          size,
          (rows) => (past === null ? project(m, states!, size, rows) : past[i]!.encoder),
          padding,
        ),
      );
      const told = t.op('Add', [seen, cross.output]);
      presents.push({ decoder: self.present, encoder: cross.present });

      const inner = linear(m, 'fc1', layerNorm(m, 'final_layer_norm', told, hidden), hidden, feedForward);
      return t.op('Add', [told, linear(m, 'fc2', gelu(t, inner), feedForward, hidden)]);
    });
  }
  return layerNorm(m, 'layer_norm', x, hidden);
}

/** One head a codebook, stacked and flattened to the rows of the input: [batch * codebooks, length, 2048]. */
function heads(m: Tracing, size: DecoderSize, x: Value): Value {
  const { t } = m;
  const logits = Array.from({ length: codebooks(size) }, (_, k) =>
    linear(m, `lm_heads.${k}`, x, size.hidden, CODEBOOK_SIZE, LOGIT_GAIN),
  );
  const stacked = t.op(
    'Concat',
    logits.map((each) => unsqueeze(t, each, 1)),
    { axis: 1 },
  );
  return reshape(t, stacked, [-1, sizeOf(t, stacked, 2), CODEBOOK_SIZE]);
}
