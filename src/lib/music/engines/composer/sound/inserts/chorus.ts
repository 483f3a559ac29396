import { BLOCK, BLOCK_SECONDS, SAMPLE_RATE } from '../dsp/block.ts';
import type { Block } from '../dsp/block.ts';
import { sinTurns } from '../maths.ts';
import type { Insert } from './insert.ts';

const LENGTH = 2048;
const MASK = LENGTH - 1;
const CENTRE = 0.0125 * SAMPLE_RATE;
const DEPTH = 0.0024 * SAMPLE_RATE;
const HERTZ = 0.37;
const WET = 0.5;

/** Adds to each side a copy of itself whose delay moves slowly, a quarter turn apart: a wider, softer sound. */
export class Chorus implements Insert {
  private readonly leftLine = new Float32Array(LENGTH);
  private readonly rightLine = new Float32Array(LENGTH);
  private at = 0;
  private turns = 0;
  private leftDelay = CENTRE;
  private rightDelay = CENTRE;

  process(left: Block, right: Block): void {
    this.turns += HERTZ * BLOCK_SECONDS;
    if (this.turns >= 1) this.turns -= 1;
    const leftDelay = CENTRE + DEPTH * sinTurns(this.turns);
    const rightDelay = CENTRE + DEPTH * sinTurns(this.turns + 0.25);
    thicken(left, this.leftLine, this.at, this.leftDelay, leftDelay);
    thicken(right, this.rightLine, this.at, this.rightDelay, rightDelay);
    this.leftDelay = leftDelay;
    this.rightDelay = rightDelay;
    this.at = (this.at + BLOCK) & MASK;
  }
}

function thicken(buffer: Block, line: Float32Array, at: number, from: number, to: number): void {
  const step = (to - from) / BLOCK;
  let delay = from;
  for (let i = 0; i < BLOCK; i++) {
    delay += step;
    const x = buffer[i]!;
    line[(at + i) & MASK] = x;
    const place = at + i - delay + LENGTH;
    const index = place | 0;
    const a = line[index & MASK]!;
    const wet = a + (line[(index + 1) & MASK]! - a) * (place - index);
    buffer[i] = 0.82 * x + WET * wet;
  }
}
