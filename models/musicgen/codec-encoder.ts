import { ELEMENT, type Graph, type Value } from '../onnx/model.ts';
import { codebook, codebookVectors } from './codec-decoder.ts';
import { convolution, convolve, elu, RATIOS, recurrent, reflect, residual } from './codec-layers.ts';
import { reshape, sizeOf, transpose, unsqueeze, type Tracing } from './modules.ts';
import { CODEBOOK_SIZE, CODEC_BOOKS, type CodecSize } from './size.ts';
import { trace } from './trace.ts';
import type { Weights } from './weights.ts';

/**
 * `encodec_encode`: sound `input_values` [batch, 1, samples] to tokens `audio_codes` [1, batch, 4, frames], one frame
 * for 640 samples or what is left of them. Names are those of optimum's export of EnCodec: none of MusicGen's own is
 * known.
 */
export function codecEncoderGraph(size: CodecSize, weights: Weights): Graph {
  const t = trace();
  const m: Tracing = { t, weights };
  const sound = t.input('input_values', 'float32', ['batch_size', 1, 'sequence_length']);

  let depth = size.filters;
  const latent = t.within('encoder', () => {
    let x = convolution(m, 'layers.0', sound, { from: 1, to: depth, kernel: 7 });
    let layer = 1;
    for (const ratio of RATIOS.toReversed()) {
      x = residual(m, `layers.${layer++}`, x, depth);
      x = t.within(`layers.${layer++}`, () => elu(m, x));
      x = downsample(m, `layers.${layer++}`, x, depth, ratio);
      depth *= 2;
    }
    x = recurrent(m, `layers.${layer++}`, x, depth);
    x = t.within(`layers.${layer++}`, () => elu(m, x));
    return convolution(m, `layers.${layer}`, x, { from: depth, to: size.latent, kernel: 7, gain: 2 });
  });
  t.output('audio_codes', 'int64', quantize(m, size, latent), [1, 'batch_size', CODEC_BOOKS, 'chunk_length']);
  return t.finish('encodec_encode');
}

/** A `ratio`-th as long, rounded up, and twice as deep. */
function downsample(m: Tracing, name: string, x: Value, from: number, ratio: number): Value {
  const { t } = m;
  const after = Math.floor(ratio / 2);
  const pads = t.within(name, () => {
    const length = sizeOf(t, x, 2);
    const frames = t.op('Ceil', [
      t.op('Div', [t.op('Cast', [length], { to: ELEMENT.float32 }), t.real(ratio)]),
    ]);
    const whole = t.op('Mul', [t.op('Cast', [frames], { to: ELEMENT.int64 }), t.whole(ratio)]);
    const end = t.op('Add', [t.op('Sub', [whole, length]), t.whole(after)]);
    return t.op('Concat', [t.whole([0, 0, ratio - after, 0, 0]), unsqueeze(t, end, 0)], { axis: 0 });
  });
  return convolve(
    m,
    name,
    reflect(m, name, x, pads),
    { from, to: 2 * from, kernel: 2 * ratio, gain: 1.4 },
    ratio,
  );
}

/** Each book's nearest vector to what the books before it left over: [batch, latent, frames] to codes. */
function quantize(m: Tracing, size: CodecSize, latent: Value): Value {
  const { t } = m;
  return t.within('quantizer', () => {
    let left = latent;
    const codes: Value[] = [];
    for (let k = 0; k < CODEC_BOOKS; k++) {
      const [ids, vectors] = t.within(`layers.${k}/codebook`, () => {
        const states = transpose(t, left, 0, 2, 1);
        const nearest = nearestVector(m, size, k, reshape(t, states, [-1, size.latent]));
        const found = reshape(t, nearest, [sizeOf(t, states, 0), sizeOf(t, states, 1)]);
        return [found, t.op('Gather', [codebook(m, size, k), found])] as const;
      });
      left = t.op('Sub', [left, transpose(t, vectors, 0, 2, 1)]);
      codes.push(unsqueeze(t, ids, 1));
    }
    return unsqueeze(t, t.op('Concat', codes, { axis: 1 }), 0);
  });
}

/** The one with the least |x|² - 2x·v + |v|², of which the first part is the same for all. */
function nearestVector({ t, weights }: Tracing, size: CodecSize, k: number, x: Value): Value {
  const { latent } = size;
  const vectors = codebookVectors(weights, size, k);
  const turned = weights.table(`quantizer.layers.${k}.codebook.embed.t`, () =>
    new Float32Array(vectors.length).map(
      (_, i) => vectors[(i % CODEBOOK_SIZE) * latent + Math.floor(i / CODEBOOK_SIZE)]!,
    ),
  );
  const squares = weights.table(`quantizer.layers.${k}.codebook.squares`, () =>
    new Float32Array(CODEBOOK_SIZE).map((_, i) =>
      vectors.subarray(i * latent, (i + 1) * latent).reduce((sum, v) => sum + v * v, 0),
    ),
  );
  const own = t.op('ReduceSum', [t.op('Pow', [x, t.real(2)]), t.whole([1])], { keepdims: 1 });
  const doubled = t.op('Mul', [x, t.real(2)]);
  const product = t.op('MatMul', [doubled, t.folded('MatMul', [latent, CODEBOOK_SIZE], turned)]);
  const distance = t.op('Add', [t.op('Sub', [own, product]), t.folded('Add', [1, CODEBOOK_SIZE], squares)]);
  return t.op('ArgMax', [t.op('Neg', [distance])], { axis: -1, keepdims: 0 });
}
