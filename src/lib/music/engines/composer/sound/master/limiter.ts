import { BLOCK, blockDecay } from '../dsp/block.ts';
import type { Block } from '../dsp/block.ts';

/** Blocks it looks ahead. */
const AHEAD = 8;
/** Frames by which it delays. */
export const LIMITER_LATENCY = AHEAD * BLOCK;
/** -1 dBFS. */
const CEILING = 0.891;

/**
 * Keeps every sample below -1 dBFS. The gain of a block is the mean over `AHEAD` blocks of the lowest gain that each of
 * them and the `AHEAD` before it need, and runs straight in between; so it is down in time and never jumps.
 */
export class Limiter {
  private readonly release = blockDecay(0.9);
  private readonly left = new Float64Array(LIMITER_LATENCY);
  private readonly right = new Float64Array(LIMITER_LATENCY);
  private readonly needs = new Float64Array(AHEAD + 1).fill(1);
  private readonly lows = new Float64Array(AHEAD).fill(1);
  private count = 0;
  private need = 1;
  private gain = 1;

  process(left: Block, right: Block): void {
    let peak = 0;
    for (let i = 0; i < BLOCK; i++) peak = Math.max(peak, Math.abs(left[i]!), Math.abs(right[i]!));
    const wanted = peak > CEILING ? CEILING / peak : 1;
    this.need = Math.min(wanted, 1 - (1 - this.need) * this.release);
    this.needs[this.count % (AHEAD + 1)] = this.need;
    this.lows[this.count % AHEAD] = lowest(this.needs);
    const target = mean(this.lows);
    const at = (this.count % AHEAD) * BLOCK;
    this.count++;
    const step = (target - this.gain) / BLOCK;
    let gain = this.gain;
    for (let i = 0; i < BLOCK; i++) {
      gain += step;
      const l = this.left[at + i]!;
      const r = this.right[at + i]!;
      this.left[at + i] = left[i]!;
      this.right[at + i] = right[i]!;
      left[i] = l * gain;
      right[i] = r * gain;
    }
    this.gain = target;
  }
}

function lowest(values: Float64Array): number {
  let low = 1;
  for (let i = 0; i < values.length; i++) low = Math.min(low, values[i]!);
  return low;
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
