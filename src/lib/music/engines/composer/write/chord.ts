import type { Key, Numeral } from '../../../../core/brief.ts';
import { MODE_STEPS, pitchClass, tonicOf } from './scale.ts';

/** A chord as pitch classes, C is 0. */
export interface Chord {
  /** What the lowest voice plays: the root, or the note after the slash. */
  bass: number;
  root: number;
  /** Third, or the suspended note in its place. */
  third: number;
  fifth: number;
  /** Sevenths, sixths and ninths, in the order in which they matter. */
  colours: readonly number[];
  /** All of them: root, third, fifth, colours. */
  tones: readonly number[];
}

const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII'];
const PATTERN = /^([b#]?)([IViv]+)(maj7|add9|sus2|sus4|dim|7|9|6)?(?:\/(I|V))?$/;
const COLOURS: Record<string, readonly number[]> = {
  maj7: [11],
  '7': [10],
  '9': [10, 2],
  '6': [9],
  add9: [2],
};

/** Spells a numeral in a key; degrees count from the major scale on the tonic, whatever the mode. */
export function chordOf(numeral: Numeral, key: Key): Chord {
  const match = PATTERN.exec(numeral);
  if (!match) throw new RangeError(`not a numeral: ${numeral}`);
  const [, accidental, roman = 'I', suffix = '', over] = match;
  const tonic = tonicOf(key);
  const degree = MODE_STEPS.ionian[ROMAN.indexOf(roman.toUpperCase())] ?? 0;
  const root = pitchClass(tonic + degree + (accidental === 'b' ? -1 : accidental === '#' ? 1 : 0));
  const minor = roman === roman.toLowerCase();
  const third = suffix === 'sus2' ? 2 : suffix === 'sus4' ? 5 : suffix === 'dim' || minor ? 3 : 4;
  const tones = [third, suffix === 'dim' ? 6 : 7, ...(COLOURS[suffix] ?? [])].map((n) =>
    pitchClass(root + n),
  );
  const [thirdTone = root, fifth = root, ...colours] = tones;
  const bass = over === 'I' ? tonic : over === 'V' ? pitchClass(tonic + 7) : root;
  return { bass, root, third: thirdTone, fifth, colours, tones: [root, ...tones] };
}

/**
 * The scale to play over a chord: the key's, with its degrees bent to the chord's own notes where the chord leaves the
 * key, as the raised seventh over V in minor.
 * @returns seven pitch classes from the key's tonic up.
 */
export function scaleOver(chord: Chord, key: Key): number[] {
  const tonic = tonicOf(key);
  const scale = MODE_STEPS[key.mode].map((step) => pitchClass(tonic + step));
  for (const tone of chord.tones) {
    if (scale.includes(tone)) continue;
    // a major third is a leading note and raises what is below it; all else lowers what is above
    const ways = tone === chord.third ? [-1, 1] : [1, -1];
    const bent = ways.map((by) => scale.indexOf(pitchClass(tone + by)));
    const index = bent.find((i) => i > 0 && !chord.tones.includes(scale[i] ?? -1));
    if (index !== undefined) scale[index] = tone;
  }
  return scale;
}

/** @returns the numeral of the major triad on the pitch class `root`, as it is called in `key`. */
export function numeralFor(root: number, key: Key): Numeral {
  const degree = pitchClass(root - tonicOf(key));
  const natural = MODE_STEPS.ionian.indexOf(degree);
  const flattened = MODE_STEPS.ionian.indexOf(degree + 1);
  return natural >= 0 ? (ROMAN[natural] as Numeral) : `b${ROMAN[flattened]}`;
}
