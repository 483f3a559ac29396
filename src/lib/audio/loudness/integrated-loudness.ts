import { BLOCK_HOPS } from './hop-powers.ts';
import { gate, mean, toLufs, windowPowers } from './windowed-loudness.ts';

/** LU, ITU-R BS.1770-4, equation 6. */
const RELATIVE_GATE = -10;

/**
 * Integrated loudness of ITU-R BS.1770-4: blocks of 400 ms that overlap by three quarters, gated at -70 LUFS and then at
 * 10 LU below the mean of the rest.
 * @param hopPowers of `hopPowers()`.
 * @returns LUFS; null where every block is below the absolute gate.
 */
export function integratedLoudness(hopPowers: Float64Array): number | null {
  const loud = gate(windowPowers(hopPowers, BLOCK_HOPS), RELATIVE_GATE);
  return loud.length === 0 ? null : toLufs(mean(loud));
}
