import { block } from '../dsp/block.ts';
import type { Block } from '../dsp/block.ts';
import { Envelope } from '../dsp/envelope.ts';
import { Modes } from '../dsp/modes.ts';
import { clamp, exp2 } from '../maths.ts';
import { amplitudeOf, place } from './voice.ts';
import type { Strike, Voice } from './voice.ts';

/**
 * Modes of a tuned bar as makers of vibraphones and celestas undercut them, 1 : 4 : 10 (Fletcher and Rossing, 19.2),
 * with the octave of the resonator: ratio, amplitude, share of the fundamental's decay.
 */
const BAR = [
  [1, 1, 1],
  [2.003, 0.16, 0.6],
  [4, 0.3, 0.34],
  [10.1, 0.1, 0.1],
] as const;
const mono = block();

/** A celesta: a soft mallet on a tuned bar. */
export class Bell implements Voice {
  private readonly modes = new Modes();
  private readonly attack = new Envelope();
  private pan = 0;

  start({ pitch, hertz, velocity }: Strike): void {
    const long = clamp(4.5 * exp2((72 - pitch) / 20), 0.8, 8);
    this.modes.clear();
    for (const [ratio, amplitude, share] of BAR) {
      const hard = ratio === 1 ? 1 : 0.35 + 0.9 * velocity;
      if (hertz * ratio < 13000) {
        this.modes.add(hertz * ratio, 0.4 * amplitude * hard * amplitudeOf(velocity), long * share);
      }
    }
    this.attack.start({ attack: 0.002, decay: 1, sustain: 1, release: 1 });
    this.pan = clamp((pitch - 76) / 60, -0.45, 0.45);
  }

  release(): void {
    this.modes.damp(1.1);
  }

  render(left: Block, right: Block, from: number): boolean {
    mono.fill(0);
    const ringing = this.modes.render(mono, from);
    this.attack.next(from);
    if (this.attack.from < 1) this.attack.apply(mono, from, 1);
    place(mono, left, right, from, this.pan);
    return ringing;
  }
}
