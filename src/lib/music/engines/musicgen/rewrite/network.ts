import type { Tensor } from '../../../../runtime/onnx-graph/model.ts';

/**
 * What a MusicGen decoder computes, as it was recognised in a graph: the constants of every part, whatever form they
 * have there.
 */
export interface Network {
  layers: Layer[];
  /** Before the heads. */
  norm: Norm;
  /** One for each codebook. */
  heads: Linear[];
  /** One for each codebook. */
  tokens: Table[];
  positions: Table;
  /** From the text encoder's width to the decoder's, or null where they are the same. */
  projection: { linear: Linear; bias: Tensor } | null;
}

/** Self-attention, attention to the text, feed-forward; each with its normalisation before it. */
export interface Layer {
  self: Attention;
  cross: Attention;
  feedForward: { norm: Norm; inner: Linear; outer: Linear };
}

export interface Attention {
  norm: Norm;
  query: Linear;
  key: Linear;
  value: Linear;
  out: Linear;
  /** What the scores are multiplied with. */
  scale: number;
}

export interface Norm {
  weight: Tensor;
  bias: Tensor;
  epsilon: number;
}

/** A product with a constant matrix, in the form in which the file has it. */
export type Linear =
  | { form: 'float'; /** `[from, to]` */ weight: Tensor }
  | {
      form: 'blocks';
      from: number;
      to: number;
      bits: number;
      blockSize: number;
      /** How exactly it is computed, by the operator's own numbers. */
      accuracy: number;
      /** `[to, blocks, bytes]` */
      weight: Tensor;
      /** For each of `to * blocks`. */
      scales: Tensor;
      zeroPoints: Tensor | null;
    }
  | {
      form: 'integer';
      /** `[from, to]`, int8 or uint8. */
      weight: Tensor;
      /** One number, or `to`. */
      scale: Tensor;
      zeroPoint: Tensor | null;
    };

/** Rows to look up, as numbers or as integers of a scale. */
export interface Table {
  /** `[rows, width]` */
  data: Tensor;
  quantised: { scale: number; zeroPoint: number } | null;
}
