import { BLOCK, block, SAMPLE_RATE } from '../dsp/block.ts';
import type { Block } from '../dsp/block.ts';
import { Envelope } from '../dsp/envelope.ts';
import { SINE, TABLE } from '../dsp/oscillator.ts';
import { clamp, exp2 } from '../maths.ts';
import { amplitudeOf, place } from './voice.ts';
import type { Strike, Voice } from './voice.ts';

/** The tine rings this many times above the tone bar. */
const TINE = 9;
const mono = block();

/**
 * An electric piano by frequency modulation (J. Chowning, "The Synthesis of Complex Audio Spectra by Means of Frequency
 * Modulation", 1973): a tone bar that is modulated at its own frequency, brighter the harder it is struck, and a short tine.
 */
export class ElectricPiano implements Voice {
  private readonly body = new Envelope();
  private readonly bark = new Envelope();
  private readonly tine = new Envelope();
  private phase = 0;
  private step = 0;
  private gain = 0;
  private index = 0;
  private tineGain = 0;
  private pan = 0;

  start({ pitch, hertz, velocity }: Strike): void {
    const long = clamp(7 * exp2((60 - pitch) / 24), 1.2, 12);
    const soft = 1 - velocity;
    this.body.start({ attack: 0.002 + 0.004 * soft, decay: long, sustain: 0, release: 0.35 });
    this.bark.start({ attack: 0, decay: 0.3 * long, sustain: 0.3, release: 0.5 });
    this.tine.start({ attack: 0.001, decay: 0.5, sustain: 0, release: 0.2 });
    this.phase = 0;
    this.step = (hertz * TABLE) / SAMPLE_RATE;
    this.gain = 0.42 * amplitudeOf(velocity);
    this.index = ((0.55 + 1.6 * velocity * velocity) * TABLE * clamp(700 / hertz, 0.15, 1.2)) / 6.283;
    this.tineGain = hertz * TINE < 14000 ? 0.03 + 0.2 * velocity : 0;
    this.pan = clamp((pitch - 62) / 110, -0.3, 0.3);
  }

  release(): void {
    this.body.release();
    this.bark.release();
    this.tine.release();
  }

  render(left: Block, right: Block, from: number): boolean {
    const alive = this.body.next(from);
    this.bark.next(from);
    this.tine.next(from);
    const { step, index, gain } = this;
    let phase = this.phase;
    const rest = 1 / (BLOCK - from);
    let level = this.body.from * gain;
    const rise = (this.body.level - this.body.from) * gain * rest;
    let bend = this.bark.from * index;
    const bending = (this.bark.level - this.bark.from) * index * rest;
    let tine = this.tine.from * this.tineGain;
    const tining = (this.tine.level - this.tine.from) * this.tineGain * rest;
    for (let i = from; i < BLOCK; i++) {
      level += rise;
      bend += bending;
      tine += tining;
      const modulator = read(phase);
      const high = phase * TINE;
      mono[i] = level * (read(phase + bend * modulator + TABLE) + tine * read(high));
      phase += step;
      if (phase >= TABLE) phase -= TABLE;
    }
    this.phase = phase;
    place(mono, left, right, from, this.pan);
    return alive;
  }
}

/** The sine at a place in points of the table, which may lie some turns out. */
function read(at: number): number {
  const whole = at | 0;
  const index = whole & (TABLE - 1);
  const a = SINE[index]!;
  return a + (SINE[index + 1]! - a) * (at - whole);
}
