import { BLOCK, BLOCK_SECONDS, blockDecay } from './block.ts';

/** Seconds of attack, of decay (to -60 dB of the way), and of release, with the level held in between. */
export interface EnvelopeShape {
  attack: number;
  decay: number;
  sustain: number;
  release: number;
}

/** How far below zero the release aims, so that it arrives at zero in finite time and without a step. */
const UNDERSHOOT = 0.001;

/** An attack, decay, sustain and release that moves once a block. */
export class Envelope {
  /** Level at the start and at the end of the current block. */
  from = 0;
  level = 0;
  private rise = 0;
  private fall = 0;
  private sustain = 0;
  private out = 0;
  private stage: 'attack' | 'hold' | 'release' | 'done' = 'done';

  start(shape: EnvelopeShape): void {
    this.from = 0;
    this.level = 0;
    this.rise = shape.attack > BLOCK_SECONDS ? BLOCK_SECONDS / shape.attack : 1;
    this.fall = blockDecay(shape.decay);
    this.sustain = shape.sustain;
    this.out = blockDecay(shape.release);
    this.stage = 'attack';
  }

  release(): void {
    if (this.stage !== 'done') this.stage = 'release';
  }

  /**
   * Moves one block on, or what is left of it from frame `from` on.
   * @returns false once it has come to rest at zero.
   */
  next(from: number): boolean {
    this.from = this.level;
    if (this.stage === 'attack') {
      this.level += this.rise * (1 - from / BLOCK);
      if (this.level >= 1) {
        this.level = 1;
        this.stage = 'hold';
      }
      return true;
    }
    if (this.stage === 'hold') {
      this.level = this.sustain + (this.level - this.sustain) * this.fall;
      return this.level > 1e-5;
    }
    if (this.stage === 'done') return false;
    this.level = (this.level + UNDERSHOOT) * this.out - UNDERSHOOT;
    if (this.level > 0) return true;
    this.level = 0;
    this.stage = 'done';
    return true;
  }

  /** Adds `source` to `out` from frame `from` on, under the straight line from the last level to this. */
  add(source: Float64Array, out: Float64Array, from: number, gain: number): void {
    const step = ((this.level - this.from) * gain) / (BLOCK - from);
    let level = this.from * gain;
    for (let i = from; i < BLOCK; i++) {
      level += step;
      out[i] = out[i]! + source[i]! * level;
    }
  }

  /** Multiplies `buffer` from frame `from` on by the straight line from the last level to this. */
  apply(buffer: Float64Array, from: number, gain: number): void {
    const step = ((this.level - this.from) * gain) / (BLOCK - from);
    let level = this.from * gain;
    for (let i = from; i < BLOCK; i++) {
      level += step;
      buffer[i] = buffer[i]! * level;
    }
  }
}
