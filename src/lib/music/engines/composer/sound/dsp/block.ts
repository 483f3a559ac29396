import { exp2 } from '../maths.ts';

/** Frames a second. */
export const SAMPLE_RATE = 44100;

/** Frames that are made at a time. Envelopes and modulation take one step a block and run straight in between. */
export const BLOCK = 32;

/** Seconds a block lasts. */
export const BLOCK_SECONDS = BLOCK / SAMPLE_RATE;

/** One block of one channel. */
export type Block = Float64Array<ArrayBuffer>;

/** @returns a silent block. */
export function block(): Block {
  return new Float64Array(BLOCK);
}

/** @returns the factor by which something falls in one block that falls by 60 dB in `seconds`. */
export function blockDecay(seconds: number): number {
  return exp2((-9.965784284662087 * BLOCK_SECONDS) / seconds);
}

/** @returns the factor by which something falls in one frame that falls by 60 dB in `seconds`. */
export function frameDecay(seconds: number): number {
  return exp2(-9.965784284662087 / (SAMPLE_RATE * seconds));
}
