import type { Block } from '../dsp/block.ts';
import { BLOCK } from '../dsp/block.ts';

/** A note as a voice is told of it. */
export interface Strike {
  /** MIDI note number, or General MIDI's percussion key. */
  pitch: number;
  /** Its frequency. */
  hertz: number;
  /** 0 to 1. */
  velocity: number;
  /** Of whatever is random in the note. */
  seed: number;
}

/**
 * One note of one instrument at a time. Voices are kept and struck again, so that nothing is allocated while they sound.
 * A voice starts from silence whatever it did before, begins and ends without a step, and carries no direct current.
 */
export interface Voice {
  start(strike: Strike): void;
  /** The key is let go; the voice dies away in its own time. */
  release(): void;
  /** Adds the next block from frame `from` on (0 but in the block in which the note starts). @returns false once silent. */
  render(left: Block, right: Block, from: number): boolean;
}

/** Amplitude of a note of `velocity`, both 0 to 1: 13 dB between 0.3 and 0.9, about what players use. */
export function amplitudeOf(velocity: number): number {
  return velocity * (0.45 + 0.55 * velocity);
}

/** Adds `mono` from frame `from` on to both sides, `pan` from -1 (left) to 1, with the same power everywhere. */
export function place(mono: Block, left: Block, right: Block, from: number, pan: number): void {
  const l = Math.sqrt(0.5 - 0.5 * pan);
  const r = Math.sqrt(0.5 + 0.5 * pan);
  for (let i = from; i < BLOCK; i++) {
    const x = mono[i]!;
    left[i] = left[i]! + l * x;
    right[i] = right[i]! + r * x;
  }
}
