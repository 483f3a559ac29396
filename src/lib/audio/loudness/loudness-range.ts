import { SHORT_TERM_HOPS } from './hop-powers.ts';
import { gate, toLufs, windowPowers } from './windowed-loudness.ts';

/** LU, EBU Tech 3342, section 2. */
const RELATIVE_GATE = -20;

/**
 * Loudness range of EBU Tech 3342: from the 10th to the 95th percentile of the short-term loudness (3 s, every 100 ms),
 * gated at -70 LUFS and then at 20 LU below the mean of the rest.
 * @param hopPowers of `hopPowers()`.
 * @returns LU; 0 for silence and for sounds shorter than 3 s.
 */
export function loudnessRange(hopPowers: Float64Array): number {
  const powers = gate(windowPowers(hopPowers, SHORT_TERM_HOPS), RELATIVE_GATE).sort();
  if (powers.length === 0) return 0;
  const percentile = (share: number): number => powers[Math.round((powers.length - 1) * share)]!;
  return toLufs(percentile(0.95)) - toLufs(percentile(0.1));
}
