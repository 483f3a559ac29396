import { clamp, tanPi } from '../maths.ts';
import { BLOCK, SAMPLE_RATE } from './block.ts';
import type { Block } from './block.ts';

/**
 * Two state-variable low-passes (see `StateVariable`) with one corner, for left and right: each sample has to wait for
 * the one before it, and two channels wait together.
 */
export class StereoLowpass {
  private l1 = 0;
  private l2 = 0;
  private r1 = 0;
  private r2 = 0;
  private a1 = 0;
  private a2 = 0;
  private a3 = 0;

  reset(): void {
    this.l1 = 0;
    this.l2 = 0;
    this.r1 = 0;
    this.r2 = 0;
  }

  /** Moves the corner to `hertz`, without resonance. */
  tune(hertz: number): void {
    const g = tanPi(clamp(hertz, 5, 19000) / SAMPLE_RATE);
    this.a1 = 1 / (1 + g * (g + Math.SQRT2));
    this.a2 = g * this.a1;
    this.a3 = g * this.a2;
  }

  /** Filters both in place, from frame `from` on. */
  process(left: Block, right: Block, from: number): void {
    const { a1, a2, a3 } = this;
    let { l1, l2, r1, r2 } = this;
    for (let i = from; i < BLOCK; i++) {
      const l3 = left[i]! - l2;
      const r3 = right[i]! - r2;
      const lBand = a1 * l1 + a2 * l3;
      const rBand = a1 * r1 + a2 * r3;
      const lLow = l2 + a2 * l1 + a3 * l3;
      const rLow = r2 + a2 * r1 + a3 * r3;
      l1 = 2 * lBand - l1;
      r1 = 2 * rBand - r1;
      l2 = 2 * lLow - l2;
      r2 = 2 * rLow - r2;
      left[i] = lLow;
      right[i] = rLow;
    }
    this.l1 = l1;
    this.l2 = l2;
    this.r1 = r1;
    this.r2 = r2;
  }
}
