/**
 * A Unigram tokenizer in the layout of T5's: the same specials, the same metaspace, but a vocabulary of a few hundred
 * pieces. What is in no piece is the unknown token, as it is in T5.
 *
 * @see Kudo: Subword Regularization, arXiv 1804.10959
 */

const SPECIALS = ['<pad>', '</s>', '<unk>'] as const;
const [PAD, END, UNKNOWN] = [0, 1, 2];
const SPACE = '\u2581';

/** T5's sentinels, which stand after the pieces in its vocabulary. */
const SENTINELS = Array.from({ length: 100 }, (_, i) => `<extra_id_${99 - i}>`);

const WORDS =
  'a and the with of in for slow fast calm gentle soft warm bright dark deep quiet loud happy sad piano guitar strings drums bass synth pad choir flute violin cello harp bells organ ambient lofi jazz rock pop folk classical electronic meditation music track song melody rhythm chords harmony beat beats major minor tempo bpm key relaxing soothing peaceful dreamy airy mellow night rain ocean forest morning evening sleep breathing room light space time no vocals';
const ENDINGS = 'ing er ed ly s es y th he an re on en or';
const CHARACTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;:!?\'"()-+/&#%';

/** Pieces with their log-probabilities: whole words before their letters, as training would have it. */
function vocabulary(): [string, number][] {
  const words = WORDS.split(' ').map((word, i): [string, number] => [SPACE + word, -4 - i / 64]);
  const endings = ENDINGS.split(' ').map((ending, i): [string, number] => [ending, -6 - i / 64]);
  const taken = new Set([...words, ...endings].map(([piece]) => piece));
  const letters = [SPACE, ...CHARACTERS]
    .filter((letter) => !taken.has(letter))
    .map((letter, i): [string, number] => [letter, -9 - i / 64]);
  return [
    ...SPECIALS.map((special): [string, number] => [special, 0]),
    ...words,
    ...endings,
    ...letters,
    ...SENTINELS.map((sentinel): [string, number] => [sentinel, 0]),
  ];
}

const VOCABULARY = vocabulary();

/** Rows of the embedding table: T5 pads its own to a multiple of 128, too. */
export const VOCABULARY_ROWS = Math.ceil(VOCABULARY.length / 128) * 128;

/** The contents of the tokenizer's files, by name. */
export function tokenizerFiles(): Record<string, object> {
  const special = (content: string, id: number) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  });
  const metaspace = {
    type: 'Metaspace',
    replacement: SPACE,
    add_prefix_space: true,
    prepend_scheme: 'always',
  };
  const first = VOCABULARY.length - SENTINELS.length;
  const names = { eos_token: '</s>', unk_token: '<unk>', pad_token: '<pad>' };
  const sequence = (id: 'A' | 'B') => [
    { Sequence: { id, type_id: 0 } },
    { SpecialToken: { id: '</s>', type_id: 0 } },
  ];
  return {
    'tokenizer.json': {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: [
        ...SPECIALS.map((content, id) => special(content, id)),
        ...SENTINELS.map((content, i) => special(content, first + i)),
      ],
      normalizer: { type: 'Precompiled', precompiled_charsmap: '' },
      pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, metaspace] },
      post_processor: {
        type: 'TemplateProcessing',
        single: sequence('A'),
        pair: [...sequence('A'), ...sequence('B')],
        special_tokens: { '</s>': { id: '</s>', ids: [END], tokens: ['</s>'] } },
      },
      decoder: metaspace,
      model: { type: 'Unigram', unk_id: UNKNOWN, vocab: VOCABULARY },
    },
    'tokenizer_config.json': {
      ...names,
      additional_special_tokens: [...SENTINELS].reverse(),
      clean_up_tokenization_spaces: true,
      extra_ids: SENTINELS.length,
      model_max_length: 512,
      processor_class: 'MusicgenProcessor',
      tokenizer_class: 'T5Tokenizer',
    },
    'special_tokens_map.json': { ...names, additional_special_tokens: [...SENTINELS].reverse() },
  };
}

export { END as END_TOKEN, PAD as PAD_TOKEN };
