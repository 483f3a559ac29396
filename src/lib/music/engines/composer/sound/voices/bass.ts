import { block } from '../dsp/block.ts';
import type { Block } from '../dsp/block.ts';
import { Envelope } from '../dsp/envelope.ts';
import { harmonics, Oscillator, SINE } from '../dsp/oscillator.ts';
import { clamp, exp2 } from '../maths.ts';
import { amplitudeOf, place } from './voice.ts';
import type { Strike, Voice } from './voice.ts';

/** Spectra of a string under the thumb: as it rings on, and what the stroke adds. */
const ROUND = harmonics([1, 0.42, 0.18, 0.08, 0.03]);
const STROKE = harmonics([0, 0.5, 0.45, 0.34, 0.24, 0.16, 0.1, 0.06]);
/** Above this the stroke's eighth harmonic would pass what a bass has to say. */
const HIGHEST_STROKE = 1200;
/** And above this the fifth harmonic of the rest would pass half the sampling rate. */
const HIGHEST_ROUND = 3500;
const mono = block();

/** A round electric bass: a few harmonics, the upper ones gone soon after the stroke. */
export class Bass implements Voice {
  private readonly tone = new Oscillator();
  private readonly edge = new Oscillator();
  private readonly envelope = new Envelope();
  private readonly stroke = new Envelope();
  private readonly bright = block();
  private hertz = 55;
  private gain = 0;
  private strokeGain = 0;

  start({ pitch, hertz, velocity }: Strike): void {
    this.hertz = hertz;
    this.gain = 0.5 * amplitudeOf(velocity);
    this.strokeGain = hertz > HIGHEST_STROKE ? 0 : this.gain * (0.15 + 0.75 * velocity * velocity);
    this.tone.reset(0);
    this.edge.reset(0);
    const long = clamp(7 * exp2((40 - pitch) / 24), 2, 10);
    this.envelope.start({ attack: 0.009, decay: long, sustain: 0, release: 0.16 });
    this.stroke.start({ attack: 0.004, decay: 0.9, sustain: 0, release: 0.1 });
  }

  release(): void {
    this.envelope.release();
    this.stroke.release();
  }

  render(left: Block, right: Block, from: number): boolean {
    const { bright } = this;
    const alive = this.envelope.next(from);
    mono.fill(0);
    this.tone.add(mono, from, this.hertz > HIGHEST_ROUND ? SINE : ROUND, this.hertz, 1);
    this.envelope.apply(mono, from, this.gain);
    if (this.strokeGain > 0 && this.stroke.next(from)) {
      bright.fill(0);
      this.edge.add(bright, from, STROKE, this.hertz, 1);
      this.stroke.add(bright, mono, from, this.strokeGain);
    }
    place(mono, left, right, from, 0);
    return alive;
  }
}
