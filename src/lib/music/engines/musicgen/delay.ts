import type { Tokens } from '../../../core/tokens.ts';

/**
 * MusicGen predicts all codebooks of a step at once, each some frames later than the first, so that a codebook can
 * know the ones below it of its own frame (Copet et al., "Simple and controllable music generation", 2023, "delay").
 *
 * The decoder reads columns, one a step. Column 0 is all pad. In column `c`, codebook `k` holds frame
 * `c - 1 - delay(k)`:
 * - before frame 0 it is pad;
 * - in the prompt it is what is known, also where the later codebooks of the prompt are still due after the first has
 *   begun what is new: those are fed as known and what was sampled for them is ignored;
 * - after that it is what was sampled; and so it is past the end, where the first codebooks wait for the last.
 *
 * `frames + greatest delay` steps make `frames` frames, as in audiocraft and transformers. In the wait at the end those
 * two feed pad to the first codebooks, and transformers.js feeds what it sampled, as we do: a piece is then exactly the
 * beginning of every longer one, so that it can be stopped, resumed and prolonged anywhere. In training there was pad only
 * past 30 s.
 */

/** The token that stands where there is none. Also what the decoder starts from. */
export const PAD = 2048;

const DELAYS = { 4: [0, 1, 2, 3], 8: [0, 0, 1, 1, 2, 2, 3, 3] } as const;
/** By how many steps the last codebook comes after the first, mono and stereo. */
export const LONGEST_DELAY = 3;

/** One window of one variation on its way through the decoder. */
export interface Walk {
  /** Frames that are complete, the prompt's among them. */
  readonly finished: number;
  /** Whether all frames are complete. */
  readonly done: boolean;
  /**
   * What the decoder is to read now, `[codebooks, columns]`: the whole prompt at first (one column more than it has
   * frames), then one column a step. Asking again gives the same.
   */
  inputs(): Uint16Array;
  /**
   * The frame of the window that the next accepted token of a codebook belongs to, or null where that token is not
   * needed, being pad or known. It may lie up to 2 frames past the end.
   */
  due(codebook: number): number | null;
  /**
   * Takes the sampled column, a token a codebook; those that are not due are ignored.
   * @throws RangeError for what is no code, or when all is done.
   */
  accept(column: ArrayLike<number>): void;
  /**
   * Complete frames from `start` up to `end`, counted in the window, with their delays undone.
   * @throws RangeError for frames that are not complete.
   */
  tokens(start: number, end: number): Tokens;
}

/**
 * Begins a window.
 * @param frames to make, the prompt's among them
 * @param prompt what the window begins with, at most `frames`; null where it begins from nothing
 */
export function walkDelays(codebooks: 4 | 8, frames: number, prompt: Tokens | null): Walk {
  const delays: readonly number[] = DELAYS[codebooks];
  const known = prompt?.frames ?? 0;
  if (known > frames || (prompt !== null && prompt.codebooks !== codebooks)) {
    throw new RangeError(`a prompt of ${prompt?.codebooks} x ${known} for ${codebooks} x ${frames}`);
  }
  const length = frames + LONGEST_DELAY + 1;
  const grid = new Uint16Array(codebooks * length).fill(PAD);
  const placeOf = (k: number, frame: number) => k * length + frame + 1 + (delays[k] ?? 0);
  for (let k = 0; k < codebooks; k++) {
    grid.set(prompt?.codes.subarray(k * known, (k + 1) * known) ?? [], placeOf(k, 0));
  }

  let read = 0;
  let filled = known + 1;
  const finished = () => Math.max(known, filled - 1 - LONGEST_DELAY);
  const due = (k: number) => {
    const frame = filled - 1 - (delays[k] ?? 0);
    return frame < known ? null : frame;
  };

  return {
    get finished() {
      return finished();
    },
    get done() {
      return finished() === frames;
    },
    inputs() {
      const columns = new Uint16Array(codebooks * (filled - read));
      for (let k = 0; k < codebooks; k++) {
        columns.set(grid.subarray(k * length + read, k * length + filled), k * (filled - read));
      }
      return columns;
    },
    due,
    accept(column) {
      if (finished() === frames) throw new RangeError('all frames are complete');
      for (let k = 0; k < codebooks; k++) {
        const code = column[k] ?? PAD;
        if (due(k) === null) continue;
        if (!(code >= 0 && code < PAD)) throw new RangeError(`${code} is no code`);
        grid[k * length + filled] = code;
      }
      read = filled;
      filled++;
    },
    tokens(start, end) {
      if (!(0 <= start && start <= end && end <= finished())) {
        throw new RangeError(`no frames ${start} to ${end} in ${finished()}`);
      }
      const codes = new Uint16Array(codebooks * (end - start));
      for (let k = 0; k < codebooks; k++) {
        codes.set(grid.subarray(placeOf(k, start), placeOf(k, end)), k * (end - start));
      }
      return { codebooks, frames: end - start, codes };
    },
  };
}
