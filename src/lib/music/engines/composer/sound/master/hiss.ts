import { BLOCK, block } from '../dsp/block.ts';
import type { Block } from '../dsp/block.ts';
import { onePole } from '../dsp/filter.ts';
import { Random } from '../dsp/random.ts';
import { gainOf, mix } from '../maths.ts';

/** Crackles a block, on average, at most. */
const CRACKLES = 0.004;

/** Tape hiss and the crackle of an old record, the same quiet level throughout. */
export class Hiss {
  private readonly random = new Random();
  private readonly softness = onePole(4200);
  private readonly gain: number;
  private readonly rate: number;
  private readonly state = new Float64Array(4);
  private readonly noise = block();
  private crackle = 0;

  /** @param amount 0 (none, exactly) to 1. */
  constructor(amount: number, seed: number) {
    this.random.seed(seed);
    this.gain = amount > 0 ? gainOf(mix(-62, -44, amount)) : 0;
    this.rate = CRACKLES * amount;
  }

  /** Adds the next block. */
  add(left: Block, right: Block): void {
    if (this.gain === 0) return;
    if (0.5 + 0.5 * this.random.next() < this.rate) this.crackle = 9 * this.gain * this.random.next();
    const click = this.crackle;
    this.side(left, 0, click);
    this.side(right, 2, click * 0.8);
    this.crackle = 0;
  }

  private side(buffer: Block, channel: number, click: number): void {
    const { noise, softness, state } = this;
    this.random.fill(noise, 0, this.gain);
    noise[0] = noise[0]! + click * 6;
    let low = state[channel]!;
    let lower = state[channel + 1]!;
    for (let i = 0; i < BLOCK; i++) {
      low += softness * (noise[i]! - low);
      lower += 0.02 * (low - lower);
      buffer[i] = buffer[i]! + low - lower;
    }
    state[channel] = low;
    state[channel + 1] = lower;
  }
}
