import { Mode, Tonic, type Key } from '../../../core/brief.ts';
import { foundAt, type Found } from './found.ts';

const SHARPS = ['#', '♯', 'sharp', '升'];

/** Spellings that a brief does not have. */
const ENHARMONICS: Record<string, Tonic> = {
  Db: 'C#',
  'D#': 'Eb',
  Gb: 'F#',
  'G#': 'Ab',
  'A#': 'Bb',
  Cb: 'B',
  Fb: 'E',
  'E#': 'F',
  'B#': 'C',
};

const MODE_NAMES: Record<string, Mode> = {
  major: 'ionian',
  maj: 'ionian',
  大调: 'ionian',
  minor: 'aeolian',
  min: 'aeolian',
  m: 'aeolian',
  小调: 'aeolian',
};

const MODE = [...Object.keys(MODE_NAMES).filter((name) => name !== 'm'), ...Mode.options].join('|');
const SIGN = '[\\s-]?(?:#|♯|♭|sharp|flat)|b';

const PATTERNS: readonly RegExp[] = [
  new RegExp(
    `(?<![a-z])(?<before>升|降)?(?<letter>[a-g])(?<after>${SIGN})?[\\s-]*(?<mode>${MODE})(?![a-z])`,
    'i',
  ),
  /(?<![A-Za-z])(?:in|key of|key)\s+(?<letter>[A-G])(?<after>#|♯|♭|b)?(?<mode>m)?(?![A-Za-z#♯♭'’])/,
  /(?<before>升|降)?(?<![A-Za-z])(?<letter>[A-G])(?<after>#|♯|♭|b)?调/,
];

/** After `a minor`, these make the `a` an article. */
const ARTICLE = /^[\s-]*(?:key|mode|scale|mood|feel|chord)/i;

/**
 * Reads a key: `A minor`, `F# dorian`, `in Bb`, `降E大调`, `D调`.
 * @param text simplified, but with its letters in the case they were written in.
 */
export function readKey(text: string): Found<Partial<Key>> | null {
  for (const pattern of PATTERNS) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const { before, letter = '', after, mode } = match.groups ?? {};
    if (letter === 'a' && ARTICLE.test(text.slice(match.index + match[0].length))) continue;
    const tonic = tonicOf(letter, before ?? after);
    return foundAt(match, mode === undefined ? { tonic } : { tonic, mode: modeOf(mode.toLowerCase()) });
  }
  return null;
}

function tonicOf(letter: string, accidental: string | undefined): Tonic {
  const sign = accidental?.toLowerCase().replace(/[\s-]/g, '') ?? '';
  const name = letter.toUpperCase() + (sign === '' ? '' : SHARPS.includes(sign) ? '#' : 'b');
  return ENHARMONICS[name] ?? Tonic.parse(name);
}

function modeOf(name: string): Mode {
  return MODE_NAMES[name] ?? Mode.parse(name);
}
