import type { Tokens } from '../../../core/tokens.ts';
import { checkpoint } from './checkpoint.ts';
import { beginWalks, decodeWindow, type Choose } from './decode-window.ts';
import type { LoadedModel } from './loaded-model.ts';
import { createSampler, GREEDY } from './sampling.ts';

/** What is decoded, always the likeliest token. */
export interface GreedyOrder {
  text: string;
  /** What to avoid; null for nothing. */
  negative: string | null;
  /** 1 for none. */
  guidance: number;
  /** At most one window. */
  frames: number;
  /** What the decoder reads instead of what it chose, so that one choice that differs does not change the next ones. */
  told?: Tokens;
}

/**
 * Decodes without chance, to compare devices and graphs with one another.
 * @returns what was chosen, whatever was told.
 * @throws AttuneError `device_failed`; `cancelled` before the next step once `signal` aborts.
 */
export async function greedyTokens(
  { architecture, text: encoder, decoder }: Pick<LoadedModel, 'architecture' | 'text' | 'decoder'>,
  { text, negative, guidance, frames, told }: GreedyOrder,
  signal?: AbortSignal,
): Promise<Tokens> {
  const { codebooks, vocabulary } = architecture;
  await checkpoint(signal);
  const condition = await encoder.encode(guidance === 1 ? [text] : [text, negative]);
  const sampler = createSampler({ ...GREEDY, cfgCoef: guidance }, vocabulary);
  const chosen = new Uint16Array(codebooks * frames);
  const choose: Choose = (logits, conditioned, free, { frame, codebook }) => {
    const code = sampler.draw(logits, conditioned, free, 0);
    // The first codebooks go on past the end, while they wait for the last.
    if (frame >= frames) return code;
    const at = codebook * frames + frame;
    chosen[at] = code;
    return told?.codes[at] ?? code;
  };
  const order = {
    codebooks,
    frames,
    prompts: [null],
    condition,
    choose,
  };
  const [walk] = beginWalks(order);
  for await (const finished of decodeWindow(decoder, order, [walk!])) {
    await checkpoint(signal);
    if (finished === frames) break;
  }
  return { codebooks, frames, codes: chosen };
}
