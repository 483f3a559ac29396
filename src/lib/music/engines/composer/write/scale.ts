import type { Key, Mode } from '../../../../core/brief.ts';
import { TONICS } from '../../../../core/brief.ts';

/** Semitones of each mode's seven degrees above its tonic. */
export const MODE_STEPS: Record<Mode, readonly number[]> = {
  ionian: [0, 2, 4, 5, 7, 9, 11],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  phrygian: [0, 1, 3, 5, 7, 8, 10],
  lydian: [0, 2, 4, 6, 7, 9, 11],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
  aeolian: [0, 2, 3, 5, 7, 8, 10],
};

/** @returns the pitch class of the key's tonic, C is 0. */
export function tonicOf(key: Key): number {
  return TONICS.indexOf(key.tonic);
}

/** @returns `n` brought into [0, 12). */
export function pitchClass(n: number): number {
  return ((n % 12) + 12) % 12;
}

/** @returns the seven pitch classes of the key, from its tonic up. */
export function scaleOf(key: Key): number[] {
  const tonic = tonicOf(key);
  return MODE_STEPS[key.mode].map((step) => pitchClass(tonic + step));
}
