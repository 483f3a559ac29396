import { MINOR_MODES, type Numeral } from '../../../../core/brief.ts';
import { chordOf, numeralFor, scaleOver } from './chord.ts';
import type { Chord } from './chord.ts';
import type { FormBar } from './form.ts';
import { pitchClass, tonicOf } from './scale.ts';

/** A bar of the form with its chord. */
export interface ScoreBar extends FormBar {
  numeral: Numeral;
  chord: Chord;
  /** Seven pitch classes to play over the chord, from the key's tonic up. */
  scale: readonly number[];
}

/** Numerals that want to go on: a phrase may end on one and leave the door open. */
const OPEN = /^(?:V|v|bVII|IV|iv|bII)(?![Ia-z])/;
const TONIC = /^(?:I|i)(?![IViv])/;

/**
 * One chord a bar: the section's progression, repeated, with cadences. The piece closes on its tonic, coming from the
 * dominant or its like. A section that leads into another key ends on that key's dominant, and one whose repetition
 * breaks off ends on its own, so that what follows is expected.
 */
export function harmonise(form: readonly FormBar[]): ScoreBar[] {
  return form.map((bar) => {
    const numeral = numeralOf(bar, form);
    const chord = chordOf(numeral, bar.section.key);
    return { ...bar, numeral, chord, scale: scaleOver(chord, bar.section.key) };
  });
}

function numeralOf(bar: FormBar, form: readonly FormBar[]): Numeral {
  const { progression, key } = bar.section;
  const written = progression[bar.bar % progression.length] as Numeral;
  const next = form[bar.index + 1];
  if (!next) return home(bar);
  const ends = next.last ? next.sectionIndex === bar.sectionIndex : next.sectionIndex !== bar.sectionIndex;
  if (!ends || bar.bars < 2) return written;
  const into = next.section.key;
  if (into.tonic !== key.tonic || into.mode !== key.mode) {
    return numeralFor(pitchClass(tonicOf(into) + leading(next)), key);
  }
  const complete = !next.last && (bar.bar + 1) % progression.length === 0;
  if (complete || OPEN.test(written)) return written;
  const before = bar.bar > 0 ? progression[(bar.bar - 1) % progression.length] : undefined;
  const cadence = closing(bar, progression);
  return cadence === before && !next.last ? written : cadence;
}

/** The tonic chord, minor where the mode is. */
function home(bar: FormBar): Numeral {
  return isMinor(bar) ? 'i' : 'I';
}

/** The chord before the tonic: over a held tonic bass a plagal one, for a dominant there would grate. */
function closing(bar: FormBar, progression: readonly Numeral[]): Numeral {
  const pedal = progression.every((numeral) => TONIC.test(numeral) || numeral.endsWith('/I'));
  if (pedal) return isMinor(bar) ? 'iv/I' : 'IV/I';
  return { ionian: 'V', lydian: 'V', mixolydian: 'bVII', dorian: 'bVII', aeolian: 'bVII', phrygian: 'bII' }[
    bar.section.key.mode
  ];
}

/** Semitones from the tonic of a bar's key to the root of the major chord that leads to it. */
function leading(bar: FormBar): number {
  return { ionian: 7, lydian: 7, mixolydian: 10, dorian: 10, aeolian: 7, phrygian: 1 }[bar.section.key.mode];
}

function isMinor(bar: FormBar): boolean {
  return MINOR_MODES.includes(bar.section.key.mode);
}
