import fc from 'fast-check';
import { INSTRUMENTS } from '../../src/lib/core/brief.ts';
import type { Instrument } from '../../src/lib/core/brief.ts';
import { ROLES } from '../../src/lib/music/piece.ts';
import type { Note, Part, Piece } from '../../src/lib/music/piece.ts';

const BAR = { bpm: 80, section: 'theme', key: { tonic: 'C', mode: 'ionian' }, numeral: 'I' } as const;

/** @returns a piece of these parts and nothing else: no reverb, no hiss, no swells unless given. */
export function pieceOf(parts: Part[], duration: number, more: Partial<Piece> = {}): Piece {
  return {
    duration,
    seed: 5,
    bars: [{ start: 0, end: duration, ...BAR }],
    parts,
    swells: [],
    mix: { reverb: 0, warmth: 0, brightness: 0.5, hiss: 0 },
    ...more,
  };
}

/** @returns a part that plays `pitches` one after another, `length` seconds each. */
export function line(
  instrument: Instrument,
  pitches: number[],
  length: number,
  more: Partial<Part> = {},
): Part {
  const notes: Note[] = pitches.map((pitch, i) => ({
    start: i * length,
    duration: 0.9 * length,
    pitch,
    velocity: 0.6,
  }));
  return { role: 'melody', instrument, pan: 0, gain: 1, notes, ...more };
}

/** @returns a piece in which every instrument plays, for `duration` seconds. */
export function everybody(duration: number): Piece {
  const parts = INSTRUMENTS.map((instrument, i) => {
    const drums = ['kit', 'brushes', 'toms'].includes(instrument);
    const pitches = drums
      ? [36, 42, 38, 46, 45, 51, 37, 49]
      : [0, 4, 7, 11, 12, 9, 5, 2].map((p) => p + 52 + (i % 3) * 5);
    return line(instrument, pitches, duration / 9, { pan: (i - 7) / 10, gain: 0.5 });
  });
  return pieceOf(parts, duration, {
    swells: [
      { time: 0.2, decibels: -3 },
      { time: 0.7 * duration, decibels: 2 },
    ],
    mix: { reverb: 0.5, warmth: 0.6, brightness: 0.55, hiss: 0.3 },
  });
}

/** Pieces of any kind the schema allows, half a second to a second and a half long. */
export const anyPiece: fc.Arbitrary<Piece> = fc
  .record({
    duration: fc.double({ min: 0.5, max: 1.5, noNaN: true }),
    seed: fc.maxSafeNat(),
    parts: fc.array(
      fc.record({
        role: fc.constantFrom(...ROLES),
        instrument: fc.constantFrom(...INSTRUMENTS),
        pan: fc.double({ min: -1, max: 1, noNaN: true }),
        gain: fc.oneof(
          fc.double({ min: 0, max: 2, noNaN: true }),
          fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
        ),
        notes: fc.array(
          fc.record({
            start: fc.double({ min: 0, max: 2, noNaN: true }),
            duration: fc.oneof(
              fc.double({ min: 0.01, max: 1, noNaN: true }),
              fc.double({ min: Number.MIN_VALUE, noNaN: true, noDefaultInfinity: true }),
            ),
            pitch: fc.nat(127),
            velocity: fc.double({ min: 0, max: 1, noNaN: true }),
          }),
          { maxLength: 30 },
        ),
      }),
      { maxLength: 4 },
    ),
    swells: fc.array(
      fc.record({
        time: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
        decibels: fc.double({ noNaN: true, noDefaultInfinity: true }),
      }),
      { maxLength: 4 },
    ),
    mix: fc.record({
      reverb: fc.double({ min: 0, max: 1, noNaN: true }),
      warmth: fc.double({ min: 0, max: 1, noNaN: true }),
      brightness: fc.double({ min: 0, max: 1, noNaN: true }),
      hiss: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  })
  .map(({ duration, parts, ...more }) => pieceOf(parts, duration, more));
