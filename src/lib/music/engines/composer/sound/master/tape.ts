import { BLOCK, BLOCK_SECONDS } from '../dsp/block.ts';
import type { Block } from '../dsp/block.ts';
import { onePole } from '../dsp/filter.ts';
import { gainOf, mix, sinTurns, tanh } from '../maths.ts';

const LENGTH = 1024;
const MASK = LENGTH - 1;
/** Frames by which the tape delays. */
export const TAPE_LATENCY = 128;

/**
 * Colour of the whole mix: a filter for the highs, a tape that saturates softly, and wow, its speed not quite even.
 */
export class Tape {
  private readonly tilt = onePole(3200);
  private readonly block = onePole(24);
  private readonly high: number;
  private readonly drive: number;
  private readonly depth: number;
  private readonly state = new Float64Array(4);
  private readonly lines = [new Float32Array(LENGTH), new Float32Array(LENGTH)] as const;
  private at = 0;
  private delay = TAPE_LATENCY;
  private slow = 0;
  private fast = 0;

  /** @param warmth and `brightness` of the mix, 0 to 1. */
  constructor(warmth: number, brightness: number) {
    this.high = gainOf(mix(-5, 14.5, brightness) - mix(0, 3.5, warmth));
    this.drive = mix(0.35, 1, warmth);
    this.depth = mix(0, 60, warmth);
  }

  process(left: Block, right: Block): void {
    this.colour(left, 0);
    this.colour(right, 2);
    this.wow(left, right);
  }

  private colour(buffer: Block, channel: number): void {
    const { tilt, high, drive, block, state } = this;
    let low = state[channel]!;
    let direct = state[channel + 1]!;
    const back = 1 / drive;
    for (let i = 0; i < BLOCK; i++) {
      const x = buffer[i]!;
      direct += block * (x - direct);
      low += tilt * (x - direct - low);
      buffer[i] = back * tanh(drive * (low + high * (x - direct - low)));
    }
    state[channel] = low;
    state[channel + 1] = direct;
  }

  private wow(left: Block, right: Block): void {
    this.slow += 0.53 * BLOCK_SECONDS;
    this.fast += 6.1 * BLOCK_SECONDS;
    const wave = 0.94 * sinTurns(this.slow) + 0.03 * sinTurns(this.fast);
    const target = TAPE_LATENCY + this.depth * wave;
    const [leftLine, rightLine] = this.lines;
    const { at } = this;
    const step = (target - this.delay) / BLOCK;
    let delay = this.delay;
    for (let i = 0; i < BLOCK; i++) {
      delay += step;
      leftLine[(at + i) & MASK] = left[i]!;
      rightLine[(at + i) & MASK] = right[i]!;
      const place = at + i - delay + LENGTH;
      const index = place | 0;
      const t = place - index;
      const l = leftLine[index & MASK]!;
      const r = rightLine[index & MASK]!;
      left[i] = l + (leftLine[(index + 1) & MASK]! - l) * t;
      right[i] = r + (rightLine[(index + 1) & MASK]! - r) * t;
    }
    this.delay = target;
    this.at = (at + BLOCK) & MASK;
  }
}
