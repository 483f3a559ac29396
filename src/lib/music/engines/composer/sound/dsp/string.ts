import { cosTurns, exp2, sinTurns } from '../maths.ts';
import { BLOCK, blockDecay, SAMPLE_RATE } from './block.ts';
import { onePole } from './filter.ts';
import type { Random } from './random.ts';

/** How a string is plucked. */
export interface Pluck {
  hertz: number;
  /** Root mean square of the first period, lower where the pluck would be too spiky. */
  level: number;
  /** Seconds in which the fundamental falls by 60 dB. */
  decay: number;
  /** How much faster the harmonics fall, 0 (no faster) to 1. */
  damping: number;
  /** Where it is plucked, as a share of its length, in (0, 0.5]. */
  position: number;
  /** Corner in Hz of the pluck: how hard and narrow the finger or pick is. */
  hardness: number;
  /** Share of noise in the pluck, 0 to 1. */
  scratch: number;
}

/** The longest period: MIDI note 0 is 8.18 Hz. */
const LENGTH = 5400;
/** Most that the pluck's peak may stand above `level`: long strings pluck as short, sparse pulses. */
const CREST = 3.5;
/** Below this (-100 dB) a string is still. */
const SILENT = 1e-5;

/**
 * A plucked string by Karplus and Strong ("Digital Synthesis of Plucked-String and Drum Timbres", Computer Music
 * Journal 7(2), 1983), extended as Jaffe and Smith did in the same issue: the loss is a symmetric filter of three taps,
 * which delays by exactly one frame, and an all-pass makes up the fraction, exact at the fundamental.
 */
export class PluckedString {
  private readonly line = new Float32Array(LENGTH);
  private length = 1;
  private at = 0;
  private allpass = 0;
  private middle = 0;
  private side = 0;
  private x1 = 0;
  private x2 = 0;
  private a1 = 0;
  private ay = 0;
  private period = 1;
  private loss = 0;
  private level = 0;
  private fall = 0;

  /** Fills the string with one period of the pluck and lets go. */
  pluck(pluck: Pluck, random: Random): void {
    const period = SAMPLE_RATE / pluck.hertz;
    const length = Math.max(1, Math.floor(period - 1.5));
    const turns = pluck.hertz / SAMPLE_RATE;
    const fraction = period - 1 - length;
    this.allpass = sinTurns(((1 - fraction) * turns) / 2) / sinTurns(((1 + fraction) * turns) / 2);
    this.period = period;
    this.length = length;
    this.at = 0;
    this.x1 = 0;
    this.x2 = 0;
    this.a1 = 0;
    this.ay = 0;
    this.loss = this.lossFor(pluck);
    this.setDecay(pluck.decay);
    this.excite(pluck, random);
    this.level = pluck.level * 3;
  }

  /** Makes the string fall by 60 dB in `decay` seconds from here on. */
  damp(decay: number): void {
    this.setDecay(decay);
  }

  /** The loss of the harmonics, limited so that the fundamental can still ring as long as it is meant to. */
  private lossFor(pluck: Pluck): number {
    const perPeriod = exp2((-9.965784284662087 * this.period) / (SAMPLE_RATE * pluck.decay));
    const most = (1 - Math.sqrt(perPeriod)) / (1 - cosTurns(1 / this.period));
    return Math.min(0.5 * pluck.damping, most);
  }

  private setDecay(decay: number): void {
    const perPeriod = exp2((-9.965784284662087 * this.period) / (SAMPLE_RATE * decay));
    const atFundamental = 1 - this.loss + this.loss * cosTurns(1 / this.period);
    const gain = Math.min(0.99999, perPeriod / atFundamental);
    this.middle = gain * (1 - this.loss);
    this.side = (gain * this.loss) / 2;
    this.fall = blockDecay(decay);
  }

  private excite(pluck: Pluck, random: Random): void {
    const { line, length } = this;
    const c = onePole(pluck.hardness);
    const back = Math.max(1, Math.round(this.period * pluck.position));
    line.fill(0, 0, length);
    let low = 0;
    let lower = 0;
    const noise = pluck.scratch / Math.sqrt(this.period);
    // Two periods, the second folded onto the first, so that the soft end of the pluck isn't cut off.
    for (let t = 0; t < 2 * length; t++) {
      const pulse = t === 0 ? 1 : t === back ? -1 : 0;
      const x = pulse + (t < length ? noise * random.next() : 0);
      low += c * (x - low);
      lower += c * (low - lower);
      const i = t < length ? t : t - length;
      line[i] = line[i]! + lower;
    }
    let mean = 0;
    for (let i = 0; i < length; i++) mean += line[i]!;
    mean /= length;
    let square = 1e-12;
    let most = 1e-6;
    for (let i = 0; i < length; i++) {
      const x = line[i]! - mean;
      square += x * x;
      most = Math.max(most, Math.abs(x));
    }
    const gain = pluck.level * Math.min(1 / Math.sqrt(square / length), CREST / most);
    for (let i = 0; i < length; i++) line[i] = (line[i]! - mean) * gain;
  }

  /** Adds the string to `out` from frame `from` on. @returns false once it is still. */
  render(out: Float64Array, from: number): boolean {
    const { line, length, middle, side, allpass } = this;
    let { at, x1, x2, a1, ay } = this;
    for (let i = from; i < BLOCK; i++) {
      const x = line[at]!;
      const lossy = middle * x1 + side * (x + x2);
      x2 = x1;
      x1 = x;
      ay = allpass * (lossy - ay) + a1;
      a1 = lossy;
      line[at] = ay;
      at++;
      if (at === length) at = 0;
      out[i] = out[i]! + x;
    }
    this.at = at;
    this.x1 = x1;
    this.x2 = x2;
    this.a1 = a1;
    this.ay = ay;
    this.level *= this.fall;
    return this.level > SILENT;
  }
}
