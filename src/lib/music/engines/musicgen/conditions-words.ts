import type { Dynamic, Genre, Instrument, Key, Mode } from '../../../core/brief.ts';
import type { Affect } from '../../../core/emotion.ts';

/** What each genre is called in a caption of music. */
export const GENRE_WORDS: Record<Genre, string> = {
  'lo-fi': 'lo-fi',
  ambient: 'ambient',
  'classical-piano': 'neoclassical',
  rnb: 'R&B',
  pop: 'pop',
  cinematic: 'cinematic',
  'folk-guitar': 'acoustic folk',
  electronic: 'electronic',
  rock: 'rock',
  metal: 'metal',
  industrial: 'industrial',
};

export const INSTRUMENT_WORDS: Record<Instrument, string> = {
  piano: 'soft piano',
  'electric-piano': 'electric piano',
  guitar: 'acoustic guitar',
  'electric-guitar': 'electric guitar',
  harp: 'harp',
  bell: 'bells',
  flute: 'flute',
  strings: 'strings',
  pad: 'sustained synth pads',
  synth: 'synth',
  bass: 'bass',
  kit: 'drums',
  brushes: 'brushed drums',
  toms: 'low toms',
};

export const DYNAMIC_WORDS: Record<Dynamic, string> = {
  pp: 'very soft',
  p: 'soft',
  mp: 'gentle',
  mf: 'full',
  f: 'powerful',
};

const MODE_WORDS: Record<Mode, string> = {
  ionian: 'major',
  dorian: 'dorian',
  phrygian: 'phrygian',
  lydian: 'lydian',
  mixolydian: 'mixolydian',
  aeolian: 'minor',
};

/** A key as MusicGen's training data writes it, in lower case: `a minor`. */
export function keyWords({ tonic, mode }: Key): string {
  return `${tonic.toLowerCase()} ${MODE_WORDS[mode]}`;
}

/** Adjectives of the circumplex of affect (Russell 1980): rows from low to high arousal, columns from low to high valence. */
const FELT = [
  [
    ['melancholic', 'sorrowful'],
    ['calm', 'still'],
    ['peaceful', 'tender'],
  ],
  [
    ['uneasy', 'brooding'],
    ['steady', 'flowing'],
    ['warm', 'content'],
  ],
  [
    ['tense', 'agitated'],
    ['restless', 'driving'],
    ['joyful', 'lively'],
  ],
] as const;

/** Nearer to the middle of an axis than this, a point is neither low nor high: soothing ends about 0.3 from it. */
const MIDDLE = 0.2;

/** The adjectives for a point. */
export function feltWords({ valence, arousal }: Affect): readonly string[] {
  return FELT[side(arousal)][side(valence)];
}

function side(x: number): 0 | 1 | 2 {
  return x < -MIDDLE ? 0 : x > MIDDLE ? 2 : 1;
}
