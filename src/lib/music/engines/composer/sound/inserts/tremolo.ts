import { BLOCK, BLOCK_SECONDS } from '../dsp/block.ts';
import type { Block } from '../dsp/block.ts';
import { sinTurns } from '../maths.ts';
import type { Insert } from './insert.ts';

const HERTZ = 3.7;
const DEPTH = 0.17;

/** The slow stereo tremolo of a stage piano: the sound goes from side to side. */
export class Tremolo implements Insert {
  private turns = 0;
  private swing = 0;

  process(left: Block, right: Block): void {
    this.turns += HERTZ * BLOCK_SECONDS;
    if (this.turns >= 1) this.turns -= 1;
    const target = DEPTH * sinTurns(this.turns);
    const step = (target - this.swing) / BLOCK;
    let swing = this.swing;
    for (let i = 0; i < BLOCK; i++) {
      swing += step;
      left[i] = left[i]! * (1 + swing);
      right[i] = right[i]! * (1 - swing);
    }
    this.swing = target;
  }
}
