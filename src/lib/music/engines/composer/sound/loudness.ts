import type { Note, Part, Piece } from '../../../piece.ts';
import { gainInMix } from './gain-in-mix.ts';
import { PATCHES } from './instruments.ts';
import { clamp, exp, gainOf } from './maths.ts';
import { swellReader } from './swells.ts';
import { amplitudeOf } from './voices/voice.ts';

/** All instruments are levelled to -24 LUFS by a phrase of notes of this velocity and length, one after another. */
const REFERENCE = { power: 0.00398, velocity: 0.7, seconds: 0.5 } as const;
/** Power before compression that comes out near -16 LUFS behind it, found by measuring pieces of all genres. */
const TARGET = 0.088;
/** What the reverb adds to the power at full `reverb`. */
const ROOM = 2;
/** The quietest and loudest piece are brought no nearer than this. */
const MOST = gainOf(30);

/**
 * Foretells how loud a piece will be from its notes, since its sound can't be awaited where it streams.
 * @returns the linear gain that brings it near -16 LUFS; 1 for a piece without notes.
 */
export function makeUpGain(piece: Piece): number {
  const swell = swellReader(piece.swells);
  const notes = piece.parts
    .flatMap((part) => part.notes.map((note) => ({ note, energy: energyOf(note, part) })))
    .filter(({ note }) => note.start < piece.duration)
    .toSorted((a, b) => a.note.start - b.note.start);
  let energy = 0;
  for (const one of notes) {
    const gain = swell(one.note.start);
    energy += one.energy * gain * gain;
  }
  const power = (energy / piece.duration) * (1 + ROOM * piece.mix.reverb);
  return power > 0 ? clamp(Math.sqrt(TARGET / power), 1 / MOST, MOST) : 1;
}

/** Energy of a note: the reference's power, by velocity and gain, for as long as the note rings. */
function energyOf(note: Note, part: Part): number {
  const { ring } = PATCHES[part.instrument];
  const gain = (gainInMix(part) * amplitudeOf(note.velocity)) / amplitudeOf(REFERENCE.velocity);
  const share = rung(note.duration, ring) / rung(REFERENCE.seconds, ring);
  return REFERENCE.power * REFERENCE.seconds * gain * gain * share;
}

/** Seconds of full power that equal `seconds` of a note that dies away. */
function rung(seconds: number, ring: number): number {
  return ring * (1 - exp(-seconds / ring));
}
