import type { Instrument, Key, Mode } from '../../core/brief.ts';

/** What each instrument is called in a prompt, and whether it is many. */
export const INSTRUMENT_NAMES: Record<Instrument, { name: string; plural: boolean }> = {
  piano: { name: 'felt piano', plural: false },
  'electric-piano': { name: 'electric piano', plural: false },
  guitar: { name: 'acoustic guitar', plural: false },
  'electric-guitar': { name: 'electric guitar', plural: false },
  harp: { name: 'harp', plural: false },
  bell: { name: 'bells', plural: true },
  flute: { name: 'flute', plural: false },
  strings: { name: 'strings', plural: true },
  pad: { name: 'sustained pad', plural: false },
  synth: { name: 'synth', plural: false },
  bass: { name: 'bass', plural: false },
  kit: { name: 'drum kit', plural: false },
  brushes: { name: 'brushed drums', plural: true },
  toms: { name: 'low toms', plural: true },
};

const MODE_NAMES: Record<Mode, string> = {
  ionian: 'major',
  aeolian: 'minor',
  dorian: 'Dorian',
  phrygian: 'Phrygian',
  lydian: 'Lydian',
  mixolydian: 'Mixolydian',
};

/** @returns a key as musicians call it: `A minor`, `D Dorian`. */
export function keyName({ tonic, mode }: Key): string {
  return `${tonic} ${MODE_NAMES[mode]}`;
}

/** @returns names in a row: `a, b and c`. */
export function list(names: readonly string[], link = 'and'): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} ${link} ${names.at(-1)}`;
}
