import { BLOCK, blockDecay } from '../dsp/block.ts';
import type { Block } from '../dsp/block.ts';
import { power } from '../maths.ts';

/** Mean square above which it presses, -24 dBFS, and by how much: every 5 dB become 1. */
const THRESHOLD = 0.004;
const SLOPE = -0.4;
/** What it gives back: 7.4 dB. */
const MAKE_UP = 2.34;

/** A slow bus compressor that evens out phrases and leaves strokes alone. */
export class Compressor {
  private readonly rising = blockDecay(0.8);
  private readonly falling = blockDecay(6);
  private square = 0;
  private gain = MAKE_UP;

  /** @param gain linear, of what comes in. */
  process(left: Block, right: Block, gain: number): void {
    let sum = 0;
    for (let i = 0; i < BLOCK; i++) sum += left[i]! * left[i]! + right[i]! * right[i]!;
    const now = (gain * gain * sum) / (2 * BLOCK);
    this.square = now + (this.square - now) * (now > this.square ? this.rising : this.falling);
    const target = this.square > THRESHOLD ? MAKE_UP * power(this.square / THRESHOLD, SLOPE) : MAKE_UP;
    const step = ((target - this.gain) * gain) / BLOCK;
    let level = this.gain * gain;
    for (let i = 0; i < BLOCK; i++) {
      level += step;
      left[i] = left[i]! * level;
      right[i] = right[i]! * level;
    }
    this.gain = target;
  }
}
