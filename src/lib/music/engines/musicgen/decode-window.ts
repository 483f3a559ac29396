import type { Tokens } from '../../../core/tokens.ts';
import type { Condition, Decoder } from './decoder.ts';
import { LONGEST_DELAY, walkDelays, type Walk } from './delay.ts';

/** Where a code stands. */
export interface Place {
  variation: number;
  /** Counted from the start of the window. */
  frame: number;
  codebook: number;
}

/**
 * Chooses one code.
 * @param logits of the whole batch.
 * @param conditioned where those of the row with the text begin.
 * @param free where those of the row that guidance leads away from begin; null without guidance.
 */
export type Choose = (logits: Float32Array, conditioned: number, free: number | null, place: Place) => number;

/** One window of a take. */
export interface WindowOrder {
  codebooks: 4 | 8;
  /** Frames of the window, the prompt's among them. */
  frames: number;
  /** What each variation begins with, all of the same length; null where the window begins from nothing. */
  prompts: readonly (Tokens | null)[];
  /** One row a variation, and after those as many rows again that guidance leads away from, where there is guidance. */
  condition: Condition;
  choose: Choose;
}

/**
 * Decodes a window for all variations in one batch.
 * @returns a stream of the number of frames that are complete, after every step; `tokens` of the walks are theirs.
 * @throws AttuneError `device_failed`
 */
export async function* decodeWindow(
  decoder: Decoder,
  order: WindowOrder,
  walks: readonly Walk[],
): AsyncGenerator<number, void, void> {
  const { codebooks, condition, frames, choose } = order;
  const isGuided = condition.rows > walks.length;
  const capacity = frames + LONGEST_DELAY + 1;
  const column = new Int32Array(codebooks);
  let logits = await decoder.begin(condition, columns(walks, isGuided), capacity);
  for (;;) {
    const width = logits.length / (condition.rows * codebooks);
    const rowOf = (row: number, codebook: number) => (row * codebooks + codebook) * width;
    walks.forEach((walk, variation) => {
      for (let codebook = 0; codebook < codebooks; codebook++) {
        const frame = walk.due(codebook);
        if (frame === null) continue;
        const free = isGuided ? rowOf(walks.length + variation, codebook) : null;
        const place = { variation, frame, codebook };
        column[codebook] = choose(logits, rowOf(variation, codebook), free, place);
      }
      walk.accept(column);
    });
    yield walks[0]!.finished;
    if (walks[0]!.done) return;
    logits = await decoder.step(columns(walks, isGuided));
  }
}

/** The walks of a window, one a variation. */
export function beginWalks({ codebooks, frames, prompts }: WindowOrder): Walk[] {
  return prompts.map((prompt) => walkDelays(codebooks, frames, prompt));
}

/** What every row reads now: guidance reads the same codes without the text. */
function columns(walks: readonly Walk[], isGuided: boolean): Int32Array {
  const parts = walks.map((walk) => walk.inputs());
  const rows = isGuided ? [...parts, ...parts] : parts;
  const codes = new Int32Array(rows.reduce((sum, row) => sum + row.length, 0));
  let at = 0;
  for (const row of rows) {
    codes.set(row, at);
    at += row.length;
  }
  return codes;
}
