import { BLOCK, BLOCK_SECONDS, block, SAMPLE_RATE } from '../dsp/block.ts';
import type { Block } from '../dsp/block.ts';
import { Envelope } from '../dsp/envelope.ts';
import type { EnvelopeShape } from '../dsp/envelope.ts';
import { sawFor, TABLE } from '../dsp/oscillator.ts';
import type { Table } from '../dsp/oscillator.ts';
import { Random } from '../dsp/random.ts';
import { StereoLowpass } from '../dsp/stereo-lowpass.ts';
import { clamp, exp2, sinTurns } from '../maths.ts';
import { amplitudeOf } from './voice.ts';
import type { Strike, Voice } from './voice.ts';

/** What tells one instrument made of detuned saws from another. */
export interface Ensemble {
  envelope: EnvelopeShape;
  /** Cents that the outer saws lie from the note. */
  detune: number;
  /** Level of the saw in the middle against those at the sides. */
  middle: number;
  /** Corner of the filter in Hz at velocity 0, what velocity 1 adds, and multiples of the note's frequency added to that. */
  cutoff: readonly [number, number, number];
  /** Octaves by which the corner moves up and down, and how many times a second. */
  motion: number;
  rate: number;
  /** Peak of a late vibrato in cents, at 5.2 Hz. */
  vibrato: number;
  gain: number;
}

/** A section of strings, bowed softly. */
export const STRINGS: Ensemble = {
  envelope: { attack: 0.16, decay: 3, sustain: 0.88, release: 0.7 },
  detune: 7,
  middle: 1,
  cutoff: [1300, 3300, 2.5],
  motion: 0.12,
  rate: 0.31,
  vibrato: 4,
  gain: 0.16,
};

/** A warm pad that opens and closes slowly. */
export const PAD: Ensemble = {
  envelope: { attack: 0.55, decay: 4, sustain: 0.9, release: 1.6 },
  detune: 5.5,
  middle: 0.7,
  cutoff: [560, 1500, 1.6],
  motion: 0.45,
  rate: 0.09,
  vibrato: 0,
  gain: 0.2,
};

/** A soft lead. */
export const SYNTH: Ensemble = {
  envelope: { attack: 0.018, decay: 1.2, sustain: 0.7, release: 0.28 },
  detune: 3.5,
  middle: 1.2,
  cutoff: [700, 2300, 2.5],
  motion: 0.1,
  rate: 0.4,
  vibrato: 5,
  gain: 0.16,
};

/** Change of frequency by one cent. */
const CENT = 0.00057779;
/** Blocks between two steps of the modulation, 3 ms: all of it is slow. */
const STEP = 4;

const l = block();
const r = block();

/** An ensemble of three saws: one left, one right, one between, through a filter on either side. */
export class Saws implements Voice {
  private readonly kind: Ensemble;
  private readonly filter = new StereoLowpass();
  private readonly envelope = new Envelope();
  private readonly random = new Random();
  /** Places of the three saws, in points of the table. */
  private low = 0;
  private centre = 0;
  private high = 0;
  private table: Table = sawFor(440);
  private hertz = 440;
  private corner = 1000;
  private gain = 0;
  /** Step of the saw between, in points of the table, and the share by which the others differ. */
  private step = 0;
  private apart = 0;
  private blocks = 0;
  private time = 0;
  private drift = 0;

  constructor(kind: Ensemble) {
    this.kind = kind;
  }

  start({ hertz, velocity, seed }: Strike): void {
    const { kind, random } = this;
    random.seed(seed);
    this.low = TABLE * (0.5 + 0.49 * random.next());
    this.centre = TABLE * (0.5 + 0.49 * random.next());
    this.high = TABLE * (0.5 + 0.49 * random.next());
    this.drift = random.next();
    this.time = 0;
    this.blocks = 0;
    this.hertz = hertz;
    this.table = sawFor(hertz * 1.01);
    this.corner = kind.cutoff[0] + kind.cutoff[1] * velocity * velocity + kind.cutoff[2] * hertz;
    this.gain = kind.gain * amplitudeOf(velocity);
    this.filter.reset();
    this.envelope.start(kind.envelope);
  }

  release(): void {
    this.envelope.release();
  }

  render(left: Block, right: Block, from: number): boolean {
    const alive = this.envelope.next(from);
    if (this.blocks++ % STEP === 0) this.modulate();
    this.play(from);
    this.filter.process(l, r, from);
    this.envelope.add(l, left, from, this.gain);
    this.envelope.add(r, right, from, this.gain);
    return alive;
  }

  /** Writes the saws to `l` and `r`. */
  private play(from: number): void {
    const { table, step, apart } = this;
    const { middle } = this.kind;
    const lowStep = step * (1 - apart);
    const highStep = step * (1 + apart);
    let { low, centre, high } = this;
    for (let i = from; i < BLOCK; i++) {
      const c = centre | 0;
      const a = low | 0;
      const b = high | 0;
      const between = middle * (table[c]! + (table[c + 1]! - table[c]!) * (centre - c));
      l[i] = between + table[a]! + (table[a + 1]! - table[a]!) * (low - a);
      r[i] = between + table[b]! + (table[b + 1]! - table[b]!) * (high - b);
      centre += step;
      low += lowStep;
      high += highStep;
      if (centre >= TABLE) centre -= TABLE;
      if (low >= TABLE) low -= TABLE;
      if (high >= TABLE) high -= TABLE;
    }
    this.low = low;
    this.centre = centre;
    this.high = high;
  }

  private modulate(): void {
    const { kind } = this;
    this.time += STEP * BLOCK_SECONDS;
    const late = clamp(this.time - 0.3, 0, 0.7) / 0.7;
    const vibrato = kind.vibrato === 0 ? 0 : kind.vibrato * late * sinTurns(5.2 * this.time + this.drift);
    this.step = (this.hertz * (1 + vibrato * CENT) * TABLE) / SAMPLE_RATE;
    this.apart = kind.detune * CENT * (1 + 0.2 * sinTurns(0.23 * this.time + this.drift));
    const move = kind.motion * sinTurns(kind.rate * this.time + this.drift);
    this.filter.tune(this.corner * exp2(move) * (0.5 + 0.5 * this.envelope.level));
  }
}
