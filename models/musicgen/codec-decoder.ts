import type { Graph, Value } from '../onnx/model.ts';
import { convolution, elu, RATIOS, recurrent, residual, upsample } from './codec-layers.ts';
import { transpose, type Tracing } from './modules.ts';
import { CODEBOOK_SIZE, CODEC_BOOKS, type CodecSize } from './size.ts';
import { trace } from './trace.ts';
import type { Weights } from './weights.ts';

/** Sets the sound's level: some 0.15 rms with tokens at random. */
const LEVEL = 0.05;

/**
 * `encodec_decode`: tokens `audio_codes` [1, batch, 4, frames] to `audio_values` [batch, 1, 640 * frames].
 *
 * @see Défossez et al.: High Fidelity Neural Audio Compression, arXiv 2210.13438
 */
export function codecDecoderGraph(size: CodecSize, weights: Weights): Graph {
  const t = trace();
  const m: Tracing = { t, weights };
  const codes = t.input('audio_codes', 'int64', [1, 'batch_size', CODEC_BOOKS, 'chunk_length']);
  const latent = dequantize(m, size, codes);

  let depth = size.filters * 2 ** RATIOS.length;
  const audio = t.within('decoder', () => {
    let x = convolution(m, 'layers.0', latent, { from: size.latent, to: depth, kernel: 7 });
    x = recurrent(m, 'layers.1', x, depth);
    let layer = 2;
    for (const ratio of RATIOS) {
      x = t.within(`layers.${layer++}`, () => elu(m, x));
      x = upsample(m, `layers.${layer++}`, x, depth, ratio);
      depth /= 2;
      x = residual(m, `layers.${layer++}`, x, depth);
    }
    x = t.within(`layers.${layer++}`, () => elu(m, x));
    return convolution(m, `layers.${layer}`, x, { from: depth, to: 1, kernel: 7, gain: LEVEL });
  });
  t.output('audio_values', 'float32', audio, ['batch_size', 1, 'audio_length']);
  return t.finish('encodec_decode');
}

/** The sum of the vectors that the codebooks' tokens stand for, [batch, latent, frames]. */
function dequantize({ t, weights }: Tracing, size: CodecSize, codes: Value): Value {
  const frame = t.op('Gather', [codes, t.whole(0)], { axis: 0 });
  const books = transpose(t, frame, 1, 0, 2);
  return t.within('quantizer', () => {
    let sum: Value = t.real(0);
    for (let k = 0; k < CODEC_BOOKS; k++) {
      const ids = t.op('Gather', [books, t.whole(k)], { axis: 0 });
      const vectors = t.within(`layers.${k}/codebook`, () =>
        t.op('Gather', [codebook({ t, weights }, size, k), ids]),
      );
      sum = t.op('Add', [sum, transpose(t, vectors, 0, 2, 1)]);
    }
    return sum;
  });
}

/** Book `k`'s vectors, [2048, latent]. */
export function codebook({ t, weights }: Tracing, size: CodecSize, k: number): Value {
  return t.parameter('embed', [CODEBOOK_SIZE, size.latent], codebookVectors(weights, size, k));
}

/** Each book refines the one before, so that their vectors become smaller. */
export function codebookVectors(weights: Weights, { latent }: CodecSize, k: number): Float32Array {
  const limit = Math.sqrt(3) / 2 ** k;
  return weights.uniform(`quantizer.layers.${k}.codebook.embed`, CODEBOOK_SIZE * latent, limit);
}
