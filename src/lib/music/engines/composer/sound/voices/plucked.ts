import { block } from '../dsp/block.ts';
import type { Block } from '../dsp/block.ts';
import { Envelope } from '../dsp/envelope.ts';
import { Random } from '../dsp/random.ts';
import { PluckedString } from '../dsp/string.ts';
import { clamp, exp2 } from '../maths.ts';
import { amplitudeOf, place } from './voice.ts';
import type { Strike, Voice } from './voice.ts';

/** What tells one plucked instrument from another. */
export interface Plucking {
  /** Seconds in which the string on middle C falls by 60 dB, and the semitones that halve it. */
  decay: number;
  halving: number;
  damping: number;
  position: number;
  /** Corner of the pluck in Hz, at velocity 0 and what velocity 1 adds. */
  hardness: readonly [number, number];
  scratch: number;
  /** Seconds in which a released string falls by 60 dB. */
  release: number;
  /** Semitones from middle to a quarter of the way to one side. */
  width: number;
}

/** Nylon strings, plucked by a fingertip. */
export const GUITAR: Plucking = {
  decay: 3.6,
  halving: 20,
  damping: 0.35,
  position: 0.18,
  hardness: [850, 2300],
  scratch: 0.12,
  release: 0.25,
  width: 40,
};

/** Long strings, plucked in their middle, that ring on. */
export const HARP: Plucking = {
  decay: 5,
  halving: 17,
  damping: 0.3,
  position: 0.36,
  hardness: [750, 2100],
  scratch: 0.04,
  release: 1.4,
  width: 24,
};

/** Steel strings over a pick-up; drive and cabinet follow in the part. */
export const ELECTRIC_GUITAR: Plucking = {
  decay: 7,
  halving: 24,
  damping: 0.22,
  position: 0.22,
  hardness: [850, 2100],
  scratch: 0.06,
  release: 0.2,
  width: 1000,
};

const mono = block();

/** One string of a guitar, harp or electric guitar. */
export class Plucked implements Voice {
  private readonly string = new PluckedString();
  private readonly attack = new Envelope();
  private readonly random = new Random();
  private readonly kind: Plucking;
  private pan = 0;

  constructor(kind: Plucking) {
    this.kind = kind;
  }

  start({ pitch, hertz, velocity, seed }: Strike): void {
    const { kind } = this;
    this.random.seed(seed);
    this.pan = clamp((pitch - 60) / (4 * kind.width), -0.4, 0.4);
    this.attack.start({ attack: 0.002, decay: 1, sustain: 1, release: 1 });
    this.string.pluck(
      {
        hertz,
        level: 0.2 * amplitudeOf(velocity),
        decay: clamp(kind.decay * exp2((60 - pitch) / kind.halving), 0.5, 9),
        damping: kind.damping,
        position: clamp(kind.position + 0.03 * this.random.next(), 0.05, 0.5),
        hardness: kind.hardness[0] + kind.hardness[1] * velocity * velocity + 0.7 * hertz,
        scratch: kind.scratch,
      },
      this.random,
    );
  }

  release(): void {
    this.string.damp(this.kind.release);
  }

  render(left: Block, right: Block, from: number): boolean {
    mono.fill(0);
    const ringing = this.string.render(mono, from);
    this.attack.next(from);
    if (this.attack.from < 1) this.attack.apply(mono, from, 1);
    place(mono, left, right, from, this.pan);
    return ringing;
  }
}
