import type { Part, Piece } from '../../../piece.ts';
import { BLOCK, BLOCK_SECONDS, block } from './dsp/block.ts';
import type { Block } from './dsp/block.ts';
import { gainInMix } from './gain-in-mix.ts';
import { PATCHES } from './instruments.ts';
import { makeUpGain } from './loudness.ts';
import { Compressor } from './master/compressor.ts';
import { Hiss } from './master/hiss.ts';
import { Limiter, LIMITER_LATENCY } from './master/limiter.ts';
import { Reverb } from './master/reverb.ts';
import { Tape, TAPE_LATENCY } from './master/tape.ts';
import { Player } from './player.ts';
import { swellReader } from './swells.ts';

/** Frames by which the mixer is late: what it gives first is the silence of its delays. */
export const LATENCY = LIMITER_LATENCY + TAPE_LATENCY;

/** A player and its place in the mix. */
interface Strip {
  player: Player;
  left: number;
  right: number;
  send: number;
}

/** Plays all parts of a piece together and masters them, a block at a time. */
export class Mixer {
  private readonly strips: Strip[];
  private readonly sendLeft = block();
  private readonly sendRight = block();
  private readonly swell: (time: number) => number;
  private readonly reverb: Reverb;
  private readonly compressor = new Compressor();
  private readonly tape: Tape;
  private readonly hiss: Hiss;
  private readonly limiter = new Limiter();
  private readonly wet: number;
  private readonly makeUp: number;
  private gain: number;
  private blocks = 0;

  constructor(piece: Piece) {
    const { mix, seed } = piece;
    this.strips = piece.parts.map((part, i) => strip(part, seed + Math.imul(i + 1, 0x85ebca6b)));
    this.swell = swellReader(piece.swells);
    this.reverb = new Reverb(mix.reverb);
    this.wet = mix.reverb * (1.1 - 0.3 * mix.reverb);
    this.tape = new Tape(mix.warmth, mix.brightness);
    this.hiss = new Hiss(mix.hiss, seed);
    this.makeUp = makeUpGain(piece);
    this.gain = this.swell(0);
  }

  /** Overwrites `left` and `right` with the next block. */
  next(left: Block, right: Block): void {
    left.fill(0);
    right.fill(0);
    this.playParts(left, right);
    if (this.wet > 0) {
      this.reverb.process(this.sendLeft, this.sendRight);
      addScaled(this.reverb.left, left, this.wet);
      addScaled(this.reverb.right, right, this.wet);
    }
    this.blocks++;
    this.compressor.process(left, right, this.makeUp);
    this.ride(left, right);
    this.tape.process(left, right);
    this.hiss.add(left, right);
    this.limiter.process(left, right);
  }

  private playParts(left: Block, right: Block): void {
    const { sendLeft, sendRight } = this;
    sendLeft.fill(0);
    sendRight.fill(0);
    for (const { player, left: l, right: r, send } of this.strips) {
      if (!player.play(this.blocks * BLOCK)) continue;
      const { left: fromLeft, right: fromRight } = player;
      for (let i = 0; i < BLOCK; i++) {
        const x = fromLeft[i]! * l;
        const y = fromRight[i]! * r;
        left[i] = left[i]! + x;
        right[i] = right[i]! + y;
        sendLeft[i] = sendLeft[i]! + x * send;
        sendRight[i] = sendRight[i]! + y * send;
      }
    }
  }

  /** Follows the swells, behind the compressor, which would undo them. */
  private ride(left: Block, right: Block): void {
    const target = this.swell(this.blocks * BLOCK_SECONDS);
    const step = (target - this.gain) / BLOCK;
    let gain = this.gain;
    for (let i = 0; i < BLOCK; i++) {
      gain += step;
      left[i] = left[i]! * gain;
      right[i] = right[i]! * gain;
    }
    this.gain = target;
  }
}

function strip(part: Part, seed: number): Strip {
  const patch = PATCHES[part.instrument];
  const gain = patch.level * gainInMix(part);
  return {
    player: new Player(part, seed),
    left: gain * Math.sqrt(1 - part.pan),
    right: gain * Math.sqrt(1 + part.pan),
    send: patch.send,
  };
}

function addScaled(source: Block, out: Block, gain: number): void {
  for (let i = 0; i < BLOCK; i++) out[i] = out[i]! + source[i]! * gain;
}
