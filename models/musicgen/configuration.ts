import { RATIOS } from './codec-layers.ts';
import { CODEBOOK_SIZE, CODEC_BOOKS, codebooks, type MusicgenSize } from './size.ts';
import { END_TOKEN, PAD_TOKEN, VOCABULARY_ROWS } from './tokenizer.ts';

const SAMPLE_RATE = 32_000;

/** The contents of the configuration files, by name, with the keys that the public ones have. */
export function configurationFiles(size: MusicgenSize): Record<string, object> {
  return {
    'config.json': {
      architectures: ['MusicgenForConditionalGeneration'],
      audio_encoder: codec(size),
      decoder: decoder(size),
      is_encoder_decoder: true,
      model_type: 'musicgen',
      text_encoder: textEncoder(size),
      transformers_version: '4.39.1',
    },
    'generation_config.json': {
      _from_model_config: true,
      bos_token_id: CODEBOOK_SIZE,
      decoder_start_token_id: CODEBOOK_SIZE,
      do_sample: true,
      guidance_scale: 3.0,
      max_length: 1500,
      pad_token_id: CODEBOOK_SIZE,
      transformers_version: '4.39.1',
    },
    'preprocessor_config.json': {
      chunk_length_s: null,
      feature_extractor_type: 'EncodecFeatureExtractor',
      feature_size: size.decoder.channels,
      overlap: null,
      padding_side: 'left',
      padding_value: 0.0,
      processor_class: 'MusicgenProcessor',
      return_attention_mask: true,
      sampling_rate: SAMPLE_RATE,
    },
  };
}

function decoder({ decoder: size }: MusicgenSize): object {
  return {
    activation_dropout: 0.0,
    activation_function: 'gelu',
    architectures: ['MusicgenForCausalLM'],
    attention_dropout: 0.0,
    audio_channels: size.channels,
    bos_token_id: CODEBOOK_SIZE,
    cross_attention_hidden_size: null,
    dropout: 0.1,
    eos_token_id: null,
    ffn_dim: size.feedForward,
    hidden_size: size.hidden,
    initializer_factor: 0.02,
    is_decoder: false,
    layerdrop: 0.0,
    max_position_embeddings: 2048,
    model_type: 'musicgen_decoder',
    num_attention_heads: size.heads,
    num_codebooks: codebooks(size),
    num_hidden_layers: size.layers,
    pad_token_id: CODEBOOK_SIZE,
    scale_embedding: false,
    tie_word_embeddings: false,
    use_cache: true,
    vocab_size: CODEBOOK_SIZE,
  };
}

function textEncoder({ text: size }: MusicgenSize): object {
  return {
    architectures: ['T5ForConditionalGeneration'],
    d_ff: size.feedForward,
    d_kv: size.headSize,
    d_model: size.hidden,
    decoder_start_token_id: PAD_TOKEN,
    dense_act_fn: 'relu',
    dropout_rate: 0.1,
    eos_token_id: END_TOKEN,
    feed_forward_proj: 'relu',
    initializer_factor: 1.0,
    is_encoder_decoder: true,
    is_gated_act: false,
    layer_norm_epsilon: 1e-6,
    model_type: 't5',
    n_positions: 512,
    num_decoder_layers: size.layers,
    num_heads: size.heads,
    num_layers: size.layers,
    output_past: true,
    pad_token_id: PAD_TOKEN,
    relative_attention_max_distance: 128,
    relative_attention_num_buckets: 32,
    use_cache: true,
    vocab_size: VOCABULARY_ROWS,
  };
}

function codec({ codec: size }: MusicgenSize): object {
  return {
    architectures: ['EncodecModel'],
    audio_channels: 1,
    chunk_length_s: null,
    codebook_dim: size.latent,
    codebook_size: CODEBOOK_SIZE,
    compress: 2,
    dilation_growth_rate: 2,
    hidden_size: size.latent,
    kernel_size: 7,
    last_kernel_size: 7,
    model_type: 'encodec',
    norm_type: 'weight_norm',
    normalize: false,
    num_filters: size.filters,
    num_lstm_layers: 2,
    num_residual_layers: 1,
    overlap: null,
    pad_mode: 'reflect',
    residual_kernel_size: 3,
    sampling_rate: SAMPLE_RATE,
    // Bits of a token times tokens a second, in thousands.
    target_bandwidths: [(Math.log2(CODEBOOK_SIZE) * CODEC_BOOKS * SAMPLE_RATE) / frameLength() / 1000],
    trim_right_ratio: 1.0,
    upsampling_ratios: RATIOS,
    use_causal_conv: false,
    use_conv_shortcut: false,
  };
}

/** Samples that a frame of tokens stands for. */
function frameLength(): number {
  return RATIOS.reduce((product, ratio) => product * ratio, 1);
}
