import * as z from 'zod';
import { AttuneError } from '../../../core/errors.ts';
import { CODEBOOK_SIZE, FRAME_RATE, SAMPLE_RATE, SAMPLES_PER_FRAME } from '../../../core/tokens.ts';
import { PAD } from './delay.ts';

/** The transformer. Takes are kept as codes of 11 bits, and windows begin with the pad that follows the last code. */
const Decoder = z
  .object({
    num_hidden_layers: z.int().positive(),
    hidden_size: z.int().positive(),
    num_attention_heads: z.int().positive(),
    num_codebooks: z.union([z.literal(4), z.literal(8)]),
    vocab_size: z.literal(CODEBOOK_SIZE),
    pad_token_id: z.literal(PAD),
    audio_channels: z.union([z.literal(1), z.literal(2)]).default(1),
  })
  .refine(({ hidden_size, num_attention_heads }) => hidden_size % num_attention_heads === 0, {
    path: ['hidden_size'],
    error: 'the attention heads do not divide it',
  })
  .refine(({ num_codebooks, audio_channels }) => num_codebooks === 4 * audio_channels, {
    path: ['num_codebooks'],
    error: 'each audio channel has four',
  });

/** EnCodec. Lengths, windows and the player count on its rates. */
const AudioEncoder = z.object({
  sampling_rate: z.literal(SAMPLE_RATE),
  upsampling_ratios: z.array(z.int().positive()).refine((ratios) => product(ratios) === SAMPLES_PER_FRAME, {
    error: `together they are not ${SAMPLES_PER_FRAME}, for ${FRAME_RATE} frames a second`,
  }),
});

/** The part of a MusicGen `config.json`, as the Hugging Face hub has them, that decoding depends on. */
const Config = z.object({
  model_type: z.literal('musicgen'),
  decoder: Decoder,
  text_encoder: z.object({ d_model: z.int().positive() }),
  audio_encoder: AudioEncoder,
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
  /** Width of the text encoder's output. */
  textDim: number;
}

/**
 * @param text of `config.json`.
 * @param model whose it is.
 * @throws AttuneError `model_unfit` where it is not the configuration of a MusicGen that runs here, with what is wrong.
 */
export function parseArchitecture(text: string, model: string): Architecture {
  const parsed = Config.safeParse(parseJson(text));
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    const reason = [path.join('.'), message].filter((part) => part !== '').join(': ');
    throw new AttuneError('model_unfit', { model, file: 'config.json', reason });
  }
  const { decoder, text_encoder } = parsed.data;
  return {
    layers: decoder.num_hidden_layers,
    heads: decoder.num_attention_heads,
    headDim: decoder.hidden_size / decoder.num_attention_heads,
    codebooks: decoder.num_codebooks,
    vocabulary: decoder.vocab_size,
    textDim: text_encoder.d_model,
  };
}

function product(numbers: readonly number[]): number {
  return numbers.reduce((whole, number) => whole * number, 1);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
