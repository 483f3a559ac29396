/**
 * Chance that is looked up instead of drawn: a pure function of where in the piece it is needed. So a run that is
 * resumed goes on as if it had never stopped, and a variation is the same alone and in a batch.
 *
 * It is Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011), in 32-bit
 * integers alone, so that it is the same on every engine.
 */

const ROUNDS = 10;
const MULTIPLIER_A = 0xd2511f53;
const MULTIPLIER_B = 0xcd9e8d57;
/** Weyl constants that step the key: the golden ratio, and the square root of three less one. */
const STEP_A = 0x9e3779b9;
const STEP_B = 0xbb67ae85;

/** Four words of 32 bits: the counter that goes in, or the noise that comes out. */
export type Words = [number, number, number, number];

/** The noise that belongs to a counter under a key, unsigned. */
export function philox([c0, c1, c2, c3]: Words, [key0, key1]: [number, number]): Words {
  let [a, b, c, d, k0, k1] = [c0, c1, c2, c3, key0, key1];
  for (let round = 0; round < ROUNDS; round++) {
    const [high, low] = [highOf(MULTIPLIER_A, a), Math.imul(MULTIPLIER_A, a)];
    a = highOf(MULTIPLIER_B, c) ^ b ^ k0;
    b = Math.imul(MULTIPLIER_B, c);
    c = high ^ d ^ k1;
    d = low;
    k0 = (k0 + STEP_A) | 0;
    k1 = (k1 + STEP_B) | 0;
  }
  return [a >>> 0, b >>> 0, c >>> 0, d >>> 0];
}

/** The upper 32 bits of an unsigned product, from products of halves, which doubles hold exactly. */
function highOf(x: number, y: number): number {
  const [xHigh, xLow] = [x >>> 16, x & 0xffff];
  const [yHigh, yLow] = [y >>> 16, y & 0xffff];
  const middle = xHigh * yLow + ((xLow * yLow) >>> 16);
  const carried = xLow * yHigh + (middle % 0x10000);
  return (xHigh * yHigh + Math.floor(middle / 0x10000) + Math.floor(carried / 0x10000)) | 0;
}

/**
 * The chance by which one token is drawn.
 * @param seed of the variation, a 32-bit integer
 * @param frame counted from the start of the piece, whatever the window
 * @returns a number in [0, 1), a multiple of 2^-53
 */
export function chanceAt(seed: number, frame: number, codebook: number): number {
  const [high, low] = philox([frame, codebook, 0, 0], [seed, 0]);
  return ((high >>> 5) * 0x4000000 + (low >>> 6)) / 0x20000000000000;
}
