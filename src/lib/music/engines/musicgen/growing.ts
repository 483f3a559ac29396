import { sliceTokens, type Tokens } from '../../../core/tokens.ts';

/** Tokens of a take that is being made: room for all frames, and how many are there. */
export interface Growing {
  readonly frames: number;
  /** Adds frames after the last. @throws RangeError where there is no room for them. */
  add(tokens: Tokens): void;
  /** Frames from `from` up to `to`, counted from the start of the take, copied. */
  slice(from: number, to: number): Tokens;
}

/** @param capacity frames of the whole take. */
export function growTokens(codebooks: 4 | 8, capacity: number): Growing {
  const codes = new Uint16Array(codebooks * capacity);
  let frames = 0;
  return {
    get frames() {
      return frames;
    },
    add(tokens) {
      if (frames + tokens.frames > capacity) throw new RangeError(`no room for ${tokens.frames} frames`);
      for (let k = 0; k < codebooks; k++) {
        const row = tokens.codes.subarray(k * tokens.frames, (k + 1) * tokens.frames);
        codes.set(row, k * capacity + frames);
      }
      frames += tokens.frames;
    },
    // With room to spare it is laid out as tokens of the whole take.
    slice: (from, to) => sliceTokens({ codebooks, frames: capacity, codes }, from, to),
  };
}
