import { DTYPES, ROLES, type Dtype, type Role } from '../hub-models.ts';

/** The dimensions of a MusicGen. Those that every public one shares are constants beside what they describe. */
export interface MusicgenSize {
  /** Also the name of the folder below the organisation in the model's id. */
  name: string;
  seed: number;
  decoder: DecoderSize;
  text: TextSize;
  codec: CodecSize;
  /** Which files there are: each of these networks in each of these precisions. */
  roles: readonly Role[];
  dtypes: readonly Dtype[];
}

export interface DecoderSize {
  layers: number;
  /** A multiple of `heads`; the public ones have 64 a head. Not that of the text encoder, or there is no projection. */
  hidden: number;
  heads: number;
  feedForward: number;
  /** 1 for mono with 4 codebooks, 2 for stereo with 8. */
  channels: 1 | 2;
}

export interface TextSize {
  layers: number;
  hidden: number;
  heads: number;
  /** Of one head; T5 does not tie it to `hidden`. */
  headSize: number;
  feedForward: number;
}

export interface CodecSize {
  /** Of the outermost layer; each of the four strides doubles them on the way in. The public one has 64. */
  filters: number;
  /** Of the latent and of a code's vector. The public one has 128. */
  latent: number;
}

const TINY_TEXT: TextSize = { layers: 2, hidden: 48, heads: 2, headSize: 16, feedForward: 96 };
const TINY_CODEC: CodecSize = { filters: 4, latent: 16 };

/** For tests: everything is there, and everything is small. */
export const TINY: MusicgenSize = {
  name: 'musicgen-tiny',
  seed: 1,
  decoder: { layers: 2, hidden: 64, heads: 4, feedForward: 256, channels: 1 },
  text: TINY_TEXT,
  codec: TINY_CODEC,
  roles: ROLES,
  dtypes: DTYPES,
};

/** The tiny one with two channels: no public export of a stereo model is known, so this is what one would be. */
export const TINY_STEREO: MusicgenSize = {
  ...TINY,
  name: 'musicgen-stereo-tiny',
  seed: 2,
  decoder: { ...TINY.decoder, channels: 2 },
};

/** For benches: half the layers and three quarters of the width of musicgen-small, with the same 64 a head. */
export const BENCH: MusicgenSize = {
  name: 'musicgen-bench',
  seed: 3,
  decoder: { layers: 12, hidden: 768, heads: 12, feedForward: 3072, channels: 1 },
  text: TINY_TEXT,
  codec: TINY_CODEC,
  // The split decoders hold the same weights once more each, which here is half a gigabyte.
  roles: ['text_encoder', 'decoder_model_merged', 'encodec_decode'],
  dtypes: DTYPES,
};

/** Tokens a codebook has; the next one, which is never predicted, pads and begins. */
export const CODEBOOK_SIZE = 2048;

/** Codebooks of the codec: a frame of one channel is that many tokens. */
export const CODEC_BOOKS = 4;

/** Rows that the decoder takes for one piece. */
export function codebooks({ channels }: DecoderSize): number {
  return CODEC_BOOKS * channels;
}
