import * as z from 'zod';
import { AttuneError } from '../../../core/errors.ts';

/** The part of a MusicGen `config.json`, as the Hugging Face hub has them, that decoding depends on. */
const Config = z.object({
  model_type: z.literal('musicgen'),
  decoder: z.object({
    num_hidden_layers: z.int().positive(),
    hidden_size: z.int().positive(),
    num_attention_heads: z.int().positive(),
    num_codebooks: z.union([z.literal(4), z.literal(8)]),
    vocab_size: z.int().positive(),
    pad_token_id: z.int().nonnegative(),
    audio_channels: z.union([z.literal(1), z.literal(2)]).default(1),
  }),
  text_encoder: z.object({ d_model: z.int().positive() }),
  audio_encoder: z.object({
    sampling_rate: z.int().positive(),
    upsampling_ratios: z.array(z.int().positive()).nonempty(),
  }),
});

/** What is to be known of a model before its graphs are opened. */
export interface Architecture {
  layers: number;
  heads: number;
  /** Of one head's keys and values. */
  headDim: number;
  /** 4, or 8 in stereo: left and right of each of the four in turn. */
  codebooks: 4 | 8;
  /** How many codes a codebook has. */
  vocabulary: number;
  /** The code that stands where there is none. */
  pad: number;
  channels: 1 | 2;
  /** Width of the text encoder's output. */
  textDim: number;
  /** Hz. */
  sampleRate: number;
  /** Samples a frame of codes is decoded to. */
  samplesPerFrame: number;
}

/**
 * @param text of `config.json`.
 * @throws AttuneError `model_unfit` where it is not the configuration of a MusicGen.
 */
export function parseArchitecture(text: string): Architecture {
  const parsed = Config.safeParse(parseJson(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new AttuneError('model_unfit', { file: 'config.json', reason: issue?.path.join('.') ?? '' });
  }
  const { decoder, text_encoder, audio_encoder } = parsed.data;
  return {
    layers: decoder.num_hidden_layers,
    heads: decoder.num_attention_heads,
    headDim: decoder.hidden_size / decoder.num_attention_heads,
    codebooks: decoder.num_codebooks,
    vocabulary: decoder.vocab_size,
    pad: decoder.pad_token_id,
    channels: decoder.audio_channels,
    textDim: text_encoder.d_model,
    sampleRate: audio_encoder.sampling_rate,
    samplesPerFrame: audio_encoder.upsampling_ratios.reduce((product, ratio) => product * ratio, 1),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
