import { BLOCK, BLOCK_SECONDS, block, frameDecay } from '../dsp/block.ts';
import type { Block } from '../dsp/block.ts';
import { onePole } from '../dsp/filter.ts';
import { mix, power, sinTurns } from '../maths.ts';

/** Frames of the eight lines: primes, so that their echoes seldom meet. Even ones hear the left side, odd ones the right. */
const LINES = [1423, 1777, 2141, 2503, 2851, 3217, 3571, 3931];
/** Frames of the all-passes that blur the input, per side. */
const BLURS = [
  [149, 331],
  [167, 379],
] as const;
const BLUR = 0.6;
/** Longest line and its modulation, in a power of two. */
const LENGTH = 4096;
const MASK = LENGTH - 1;
/** Frames before the first reflection. */
const PREDELAY = 800;
/** Frames by which the lines' lengths move, against ringing. */
const DEPTH = 14;
/** Keeps the loop out of subnormal numbers, which are slow. It lies 360 dB down. */
const FLOOR = 1e-18;

/**
 * A room by a feedback delay network (J.-M. Jot and A. Chaigne, "Digital delay networks for designing artificial
 * reverberators", AES 90, 1991): eight lines mixed by a Householder matrix, losses set from the time of reverberation,
 * highs lost sooner, lengths slowly moving.
 */
export class Reverb {
  /** What comes back, for the current block. */
  readonly left = block();
  readonly right = block();
  private readonly lines = LINES.map(() => new Float32Array(LENGTH));
  private readonly taps = LINES.map(() => block());
  private readonly sum = block();
  private readonly gains: number[];
  private readonly lows = new Float64Array(8);
  private readonly delays = Float64Array.from(LINES);
  private readonly damping: number;
  private readonly before = [new Float32Array(LENGTH), new Float32Array(LENGTH)] as const;
  private readonly blurs = BLURS.map((side) => side.map((length) => new AllPass(length)));
  private at = 0;
  private turns = 0;

  /** @param size 0 (a small room) to 1 (a hall): 0.9 to 4.2 seconds for the lows. */
  constructor(size: number) {
    const seconds = 0.9 * power(4.7, mix(0, 1, size));
    this.gains = LINES.map((length) => power(frameDecay(seconds), length));
    this.damping = onePole(mix(7000, 5200, size));
  }

  /** Takes a block in and makes the next block of what comes back. */
  process(inLeft: Block, inRight: Block): void {
    this.delay(inLeft, this.before[0]);
    this.delay(inRight, this.before[1]);
    for (const blur of this.blurs[0]!) blur.process(inLeft);
    for (const blur of this.blurs[1]!) blur.process(inRight);
    this.readTaps();
    this.left.fill(0);
    this.right.fill(0);
    this.feed(inLeft, 0, this.left);
    this.feed(inRight, 1, this.right);
    this.at = (this.at + BLOCK) & MASK;
  }

  private delay(buffer: Block, line: Float32Array): void {
    const { at } = this;
    for (let i = 0; i < BLOCK; i++) {
      line[(at + i) & MASK] = buffer[i]!;
      buffer[i] = line[(at + i - PREDELAY) & MASK]!;
    }
  }

  private readTaps(): void {
    const { sum, at } = this;
    this.turns += 0.43 * BLOCK_SECONDS;
    if (this.turns >= 1) this.turns -= 1;
    sum.fill(FLOOR);
    for (let k = 0; k < 8; k++) {
      const line = this.lines[k]!;
      const tap = this.taps[k]!;
      const target = LINES[k]! + DEPTH * sinTurns(this.turns + k / 8);
      const step = (target - this.delays[k]!) / BLOCK;
      let delay = this.delays[k]!;
      for (let i = 0; i < BLOCK; i++) {
        delay += step;
        const place = at + i - delay + LENGTH;
        const index = place | 0;
        const a = line[index & MASK]!;
        const x = a + (line[(index + 1) & MASK]! - a) * (place - index);
        tap[i] = x;
        sum[i] = sum[i]! + x;
      }
      this.delays[k] = target;
    }
    for (let i = 0; i < BLOCK; i++) sum[i] = sum[i]! * 0.25;
  }

  /** Feeds the lines `first`, `first + 2` and so on, and adds what they gave to `out`: two at a time, to wait less. */
  private feed(input: Block, first: number, out: Block): void {
    const { sum, at, damping, lows } = this;
    for (let k = first; k < 8; k += 4) {
      const line = this.lines[k]!;
      const other = this.lines[k + 2]!;
      const tap = this.taps[k]!;
      const otherTap = this.taps[k + 2]!;
      const gain = this.gains[k]!;
      const otherGain = this.gains[k + 2]!;
      let low = lows[k]!;
      let otherLow = lows[k + 2]!;
      for (let i = 0; i < BLOCK; i++) {
        const x = tap[i]!;
        const y = otherTap[i]!;
        const back = sum[i]!;
        low += damping * (x - back - low);
        otherLow += damping * (y - back - otherLow);
        line[(at + i) & MASK] = input[i]! + gain * low;
        other[(at + i) & MASK] = input[i]! + otherGain * otherLow;
        out[i] = out[i]! + 0.5 * (x - y);
      }
      lows[k] = low;
      lows[k + 2] = otherLow;
    }
  }
}

/** Schroeder's all-pass: it smears a click in time and leaves the spectrum as it is. */
class AllPass {
  private readonly line: Float32Array;
  private at = 0;

  constructor(length: number) {
    this.line = new Float32Array(length);
  }

  process(buffer: Block): void {
    const { line } = this;
    let at = this.at;
    for (let i = 0; i < BLOCK; i++) {
      const held = line[at]!;
      const x = buffer[i]! + BLUR * held;
      line[at] = x;
      buffer[i] = held - BLUR * x;
      at++;
      if (at === line.length) at = 0;
    }
    this.at = at;
  }
}
