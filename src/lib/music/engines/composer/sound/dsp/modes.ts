import { cosTurns, sinTurns } from '../maths.ts';
import { BLOCK, blockDecay, frameDecay, SAMPLE_RATE } from './block.ts';

const CAPACITY = 40;
/** Below this (-110 dB) a mode is over. */
const SILENT = 3e-6;

/**
 * A struck body as a sum of decaying sines, each a recursive oscillator: y[n] = 2 r cos(w) y[n-1] - r^2 y[n-2].
 * Add the modes that last longest first: those at the end are dropped as they die away.
 */
export class Modes {
  private count = 0;
  private readonly cosine = new Float64Array(CAPACITY);
  private readonly radius = new Float64Array(CAPACITY);
  private readonly b1 = new Float64Array(CAPACITY);
  private readonly b2 = new Float64Array(CAPACITY);
  private readonly y1 = new Float64Array(CAPACITY);
  private readonly y2 = new Float64Array(CAPACITY);
  private readonly level = new Float64Array(CAPACITY);
  private readonly fall = new Float64Array(CAPACITY);

  clear(): void {
    this.count = 0;
    this.b1.fill(0);
    this.b2.fill(0);
    this.y1.fill(0);
    this.y2.fill(0);
  }

  /** Adds a mode at `hertz` that starts at `amplitude` in sine phase and falls by 60 dB in `decay` seconds. */
  add(hertz: number, amplitude: number, decay: number): void {
    if (this.count === CAPACITY || hertz > 0.45 * SAMPLE_RATE) return;
    const m = this.count++;
    const turns = hertz / SAMPLE_RATE;
    const r = frameDecay(decay);
    this.cosine[m] = 2 * cosTurns(turns);
    this.y1[m] = (-amplitude * sinTurns(turns)) / r;
    this.y2[m] = (-amplitude * sinTurns(2 * turns)) / (r * r);
    this.level[m] = Math.abs(amplitude);
    this.setDecay(m, r, decay);
  }

  /** Makes every mode that lasts longer fall by 60 dB in `decay` seconds. */
  damp(decay: number): void {
    const r = frameDecay(decay);
    for (let m = 0; m < this.count; m++) {
      if (this.radius[m]! > r) this.setDecay(m, r, decay);
    }
  }

  private setDecay(m: number, r: number, decay: number): void {
    this.radius[m] = r;
    this.b1[m] = this.cosine[m]! * r;
    this.b2[m] = r * r;
    this.fall[m] = blockDecay(decay);
  }

  /** Adds the modes to `out` from frame `from` on. @returns false once all are silent. */
  render(out: Float64Array, from: number): boolean {
    const { b1, b2, y1, y2, level, fall } = this;
    const count = this.count;
    // Four at a time: each sample waits for the one before it, and four chains wait together.
    for (let m = 0; m < count; m += 4) {
      const pb = b1[m]!,
        qb = b1[m + 1]!,
        rb = b1[m + 2]!,
        sb = b1[m + 3]!;
      const pc = b2[m]!,
        qc = b2[m + 1]!,
        rc = b2[m + 2]!,
        sc = b2[m + 3]!;
      let p1 = y1[m]!,
        q1 = y1[m + 1]!,
        r1 = y1[m + 2]!,
        s1 = y1[m + 3]!;
      let p2 = y2[m]!,
        q2 = y2[m + 1]!,
        r2 = y2[m + 2]!,
        s2 = y2[m + 3]!;
      for (let i = from; i < BLOCK; i++) {
        const p = pb * p1 - pc * p2;
        const q = qb * q1 - qc * q2;
        const r = rb * r1 - rc * r2;
        const s = sb * s1 - sc * s2;
        p2 = p1;
        q2 = q1;
        r2 = r1;
        s2 = s1;
        p1 = p;
        q1 = q;
        r1 = r;
        s1 = s;
        out[i] = out[i]! + (p + q + (r + s));
      }
      y1[m] = p1;
      y1[m + 1] = q1;
      y1[m + 2] = r1;
      y1[m + 3] = s1;
      y2[m] = p2;
      y2[m + 1] = q2;
      y2[m + 2] = r2;
      y2[m + 3] = s2;
    }
    for (let m = 0; m < count; m++) level[m] = level[m]! * fall[m]!;
    while (this.count > 0 && level[this.count - 1]! < SILENT) this.drop(--this.count);
    return this.count > 0;
  }

  private drop(m: number): void {
    this.b1[m] = 0;
    this.b2[m] = 0;
    this.y1[m] = 0;
    this.y2[m] = 0;
  }
}
