import type { Instrument } from '../../../../core/brief.ts';
import type { Part, Role } from '../../../piece.ts';
import { clamp, gainOf } from './maths.ts';

/** Decibels by which each role moves so that the melody stands 3 to 6 dB before its bed (measured on stems of all genres). */
const BALANCE: Readonly<Record<Role, number>> = {
  melody: 2,
  counter: 1,
  harmony: -3,
  arpeggio: -1,
  bass: 0.5,
  drums: -5,
};
/** Decibels by which an instrument moves besides: what is struck and gone needs more than what is held. */
const PRESENCE: Readonly<Partial<Record<Instrument, number>>> = {
  bell: 2.5,
  brushes: 4.5,
  strings: -1.5,
  pad: -1.5,
};
/** Most that a part's own gain may add. */
const MOST_GAIN = 4;

/** @returns the linear gain of a part: its own, that of its role and that of its instrument. */
export function gainInMix({ role, instrument, gain }: Pick<Part, 'role' | 'instrument' | 'gain'>): number {
  return gainOf(BALANCE[role] + (PRESENCE[instrument] ?? 0)) * clamp(gain, 0, MOST_GAIN);
}
