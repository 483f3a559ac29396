import { TONICS, type Tonic } from '../../core/brief.ts';

/** @returns the tonic `semitones` above. */
export function raise(tonic: Tonic, semitones: number): Tonic {
  const index = (TONICS.indexOf(tonic) + semitones + 144) % 12;
  return TONICS[index] ?? tonic;
}

/** @returns semitones from one tonic up to another, 0 to 11. */
export function interval(from: Tonic, to: Tonic): number {
  return (TONICS.indexOf(to) - TONICS.indexOf(from) + 12) % 12;
}
