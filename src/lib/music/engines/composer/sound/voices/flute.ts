import { BLOCK, BLOCK_SECONDS, block } from '../dsp/block.ts';
import type { Block } from '../dsp/block.ts';
import { Envelope } from '../dsp/envelope.ts';
import { StateVariable } from '../dsp/filter.ts';
import { harmonics, Oscillator, SINE } from '../dsp/oscillator.ts';
import { Random } from '../dsp/random.ts';
import { clamp, sinTurns } from '../maths.ts';
import { amplitudeOf, place } from './voice.ts';
import type { Strike, Voice } from './voice.ts';

/** Spectra of a flute blown softly and fully; the octave gains on the fundamental as the breath grows. */
const SOFT = harmonics([1, 0.22, 0.08, 0.02]);
const FULL = harmonics([1, 0.55, 0.3, 0.12, 0.06, 0.03]);
/** Above this only the soft spectrum is left, so that no harmonic passes half the sampling rate. */
const HIGHEST_FULL = 3000;
/** And above this only the fundamental. */
const HIGHEST_SOFT = 4500;
const mono = block();
const breath = block();

/** A wooden flute: few harmonics, breath about the second, vibrato that comes in late. */
export class Flute implements Voice {
  private readonly tone = new Oscillator();
  private readonly overtone = new Oscillator();
  private readonly envelope = new Envelope();
  private readonly mouth = new StateVariable();
  private readonly random = new Random();
  private hertz = 440;
  private gain = 0;
  private fullness = 0;
  private time = 0;
  private rate = 5;
  private turns = 0;

  start({ hertz, velocity, seed }: Strike): void {
    this.random.seed(seed);
    this.hertz = hertz;
    this.gain = 0.36 * amplitudeOf(velocity);
    this.fullness = hertz > HIGHEST_FULL ? 0 : clamp(velocity * velocity * 1.1, 0, 1);
    this.time = 0;
    this.turns = 0;
    this.rate = 4.9 + 0.3 * this.random.next();
    this.tone.reset(0);
    this.overtone.reset(0);
    this.envelope.start({ attack: 0.07 - 0.03 * velocity, decay: 2.5, sustain: 0.85, release: 0.22 });
    this.mouth.reset();
    this.mouth.tune(clamp(2 * hertz, 500, 6000), 1.2);
  }

  release(): void {
    this.envelope.release();
  }

  render(left: Block, right: Block, from: number): boolean {
    const alive = this.envelope.next(from);
    this.time += BLOCK_SECONDS;
    this.turns += this.rate * BLOCK_SECONDS;
    const wave = sinTurns(this.turns) * clamp(this.time - 0.25, 0, 0.6);
    // 0.0058 a turn's peak is 6 cents at the full 0.6.
    const hertz = this.hertz * (1 + 0.0058 * wave);
    const swell = 1 + 0.12 * wave;
    const full = this.fullness * (0.85 + 0.5 * wave) * this.envelope.level;
    mono.fill(0);
    this.tone.add(mono, from, hertz > HIGHEST_SOFT ? SINE : SOFT, hertz, (1 - full) * swell);
    if (full > 0) this.overtone.add(mono, from, FULL, hertz, full * swell * 0.85);
    this.random.fill(breath, from, 0.1);
    this.mouth.bandpass(breath, from);
    for (let i = from; i < BLOCK; i++) mono[i] = mono[i]! + breath[i]!;
    this.envelope.apply(mono, from, this.gain);
    place(mono, left, right, from, 0);
    return alive;
  }
}
