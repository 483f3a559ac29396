import { clamp, exp2, tanPi } from '../maths.ts';
import { BLOCK, SAMPLE_RATE } from './block.ts';

/** @returns the coefficient c of y += c (x - y) whose corner lies at `hertz`. */
export function onePole(hertz: number): number {
  return 1 - exp2((-9.064720283654388 * clamp(hertz, 0, 20000)) / SAMPLE_RATE);
}

/**
 * A state-variable filter of second order with the trapezoidal rule, safe to move while it runs
 * (A. Simper, "Linear trapezoidal integrated state variable filter", Cytomic 2013).
 */
export class StateVariable {
  private s1 = 0;
  private s2 = 0;
  private k = 1;
  private a1 = 0;
  private a2 = 0;
  private a3 = 0;

  reset(): void {
    this.s1 = 0;
    this.s2 = 0;
  }

  /** Moves the corner to `hertz` and the resonance to `q` (0.707 is flat). */
  tune(hertz: number, q: number): void {
    const g = tanPi(clamp(hertz, 5, 19000) / SAMPLE_RATE);
    this.k = 1 / q;
    this.a1 = 1 / (1 + g * (g + this.k));
    this.a2 = g * this.a1;
    this.a3 = g * this.a2;
  }

  /** Keeps what lies below the corner, in place. */
  lowpass(buffer: Float64Array, from: number): void {
    const { a1, a2, a3 } = this;
    let { s1, s2 } = this;
    for (let i = from; i < BLOCK; i++) {
      const v3 = buffer[i]! - s2;
      const v1 = a1 * s1 + a2 * v3;
      const v2 = s2 + a2 * s1 + a3 * v3;
      s1 = 2 * v1 - s1;
      s2 = 2 * v2 - s2;
      buffer[i] = v2;
    }
    this.s1 = s1;
    this.s2 = s2;
  }

  /** Keeps what lies about the corner, with gain 1 there, in place. */
  bandpass(buffer: Float64Array, from: number): void {
    const { a1, a2, a3, k } = this;
    let { s1, s2 } = this;
    for (let i = from; i < BLOCK; i++) {
      const v3 = buffer[i]! - s2;
      const v1 = a1 * s1 + a2 * v3;
      const v2 = s2 + a2 * s1 + a3 * v3;
      s1 = 2 * v1 - s1;
      s2 = 2 * v2 - s2;
      buffer[i] = v1 * k;
    }
    this.s1 = s1;
    this.s2 = s2;
  }

  /** Keeps what lies above the corner, in place. */
  highpass(buffer: Float64Array, from: number): void {
    const { a1, a2, a3, k } = this;
    let { s1, s2 } = this;
    for (let i = from; i < BLOCK; i++) {
      const x = buffer[i]!;
      const v3 = x - s2;
      const v1 = a1 * s1 + a2 * v3;
      const v2 = s2 + a2 * s1 + a3 * v3;
      s1 = 2 * v1 - s1;
      s2 = 2 * v2 - s2;
      buffer[i] = x - k * v1 - v2;
    }
    this.s1 = s1;
    this.s2 = s2;
  }

  /** Adds to `out` `gain` times what of `source` lies about the corner: a resonance. */
  addBand(source: Float64Array, out: Float64Array, gain: number): void {
    const { a1, a2, a3, k } = this;
    let { s1, s2 } = this;
    const scale = gain * k;
    for (let i = 0; i < BLOCK; i++) {
      const v3 = source[i]! - s2;
      const v1 = a1 * s1 + a2 * v3;
      const v2 = s2 + a2 * s1 + a3 * v3;
      s1 = 2 * v1 - s1;
      s2 = 2 * v2 - s2;
      out[i] = out[i]! + v1 * scale;
    }
    this.s1 = s1;
    this.s2 = s2;
  }
}
