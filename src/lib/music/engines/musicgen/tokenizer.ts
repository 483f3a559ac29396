import { AttuneError } from '../../../core/errors.ts';
import type { Tokenize } from './text-encoder.ts';

/** T5 has no limit of its own; MusicGen's prompts were shorter than this, and attention costs what they are long. */
const MAX_TOKENS = 256;

/**
 * Reads a tokenizer as the hub has it.
 * @param json text of `tokenizer.json`; `config` of `tokenizer_config.json`.
 * @param model whose it is.
 * @throws AttuneError `model_unfit`
 */
export async function openTokenizer(json: string, config: string, model: string): Promise<Tokenize> {
  // Half a megabyte of script that only this engine needs.
  const { PreTrainedTokenizer } = await import('@huggingface/transformers');
  try {
    const tokenizer = new PreTrainedTokenizer(JSON.parse(json) as object, JSON.parse(config) as object);
    return (text) => shortened(tokenizer.encode(text));
  } catch (cause) {
    const details = { model, file: 'tokenizer.json', reason: String(cause) };
    throw new AttuneError('model_unfit', details, { cause });
  }
}

/** Keeps the end mark. */
function shortened(ids: number[]): number[] {
  return ids.length <= MAX_TOKENS ? ids : [...ids.slice(0, MAX_TOKENS - 1), ids.at(-1)!];
}
