import { Numeral, type Mode } from '../../core/brief.ts';
import type { Some } from './course.ts';

/**
 * Reads progressions, one a line part, one numeral a bar.
 * @param lines progressions such as `'i bVII bVI v'`.
 * @throws where a numeral is not one.
 */
export function progressions(first: string, ...more: string[]): Some<Numeral[]> {
  const read = (line: string) => line.split(' ').map((numeral) => Numeral.parse(numeral));
  return [read(first), ...more.map(read)];
}

/** Progressions that suit a mode, for wherever the key was asked for and not drafted. */
export const PROGRESSIONS: Record<Mode, Some<Numeral[]>> = {
  ionian: progressions('I V vi IV', 'IV I V vi', 'Imaj7 vi7 ii7 V7'),
  lydian: progressions('I II IV I', 'Imaj7 II Imaj7 II', 'I II vi IV'),
  mixolydian: progressions('I bVII IV I', 'I bVII IV IV', 'I v IV I'),
  dorian: progressions('i7 IV7', 'i IV i IV', 'i bVII IV i'),
  aeolian: progressions('i bVII bVI v', 'i bVI bIII bVII', 'i iv bVI v'),
  phrygian: progressions('i bII', 'i bII bIII bII', 'i bII i bvii'),
};
