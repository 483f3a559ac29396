import type { Brief, Genre, Instrument, Mode, Numeral, Tonic } from '../../src/lib/core/brief.ts';
import type { Emotion } from '../../src/lib/core/emotion.ts';

/** What tells the briefs of the genres apart. */
interface Style {
  emotion: Emotion;
  tempo: readonly [number, number];
  key: readonly [Tonic, Mode];
  progression: readonly Numeral[];
  sparse: readonly Instrument[];
  full: readonly Instrument[];
  mix: Brief['mix'];
}

const STYLES: Record<Genre, Style> = {
  'lo-fi': {
    emotion: 'sad',
    tempo: [68, 74],
    key: ['A', 'aeolian'],
    progression: ['i7', 'iv7', 'bVIImaj7', 'bIIImaj7'],
    sparse: ['electric-piano', 'pad'],
    full: ['piano', 'electric-piano', 'pad', 'bass', 'kit'],
    mix: { reverb: 0.35, warmth: 0.8, brightness: 0.35, hiss: 0.5 },
  },
  ambient: {
    emotion: 'fear',
    tempo: [72, 60],
    key: ['D', 'ionian'],
    progression: ['Iadd9', 'IV/I', 'Isus2', 'IVmaj7'],
    sparse: ['pad'],
    full: ['bell', 'pad', 'strings', 'harp', 'bass'],
    mix: { reverb: 0.8, warmth: 0.5, brightness: 0.4, hiss: 0.1 },
  },
  'classical-piano': {
    emotion: 'sad',
    tempo: [60, 72],
    key: ['E', 'aeolian'],
    progression: ['i', 'bVI', 'bIII', 'bVII'],
    sparse: ['piano'],
    full: ['piano'],
    mix: { reverb: 0.45, warmth: 0.2, brightness: 0.5, hiss: 0 },
  },
  rnb: {
    emotion: 'neutral',
    tempo: [78, 74],
    key: ['Eb', 'dorian'],
    progression: ['ii7', 'V9', 'Imaj7', 'vi7'],
    sparse: ['electric-piano', 'bass'],
    full: ['electric-piano', 'pad', 'guitar', 'bass', 'kit'],
    mix: { reverb: 0.3, warmth: 0.6, brightness: 0.5, hiss: 0 },
  },
  pop: {
    emotion: 'happy',
    tempo: [104, 96],
    key: ['C', 'ionian'],
    progression: ['I', 'V', 'vi', 'IV'],
    sparse: ['piano', 'pad'],
    full: ['bell', 'piano', 'guitar', 'pad', 'bass', 'kit'],
    mix: { reverb: 0.3, warmth: 0.4, brightness: 0.6, hiss: 0 },
  },
  cinematic: {
    emotion: 'surprise',
    tempo: [92, 80],
    key: ['G', 'lydian'],
    progression: ['I', 'II', 'IV', 'I'],
    sparse: ['strings', 'harp'],
    full: ['flute', 'strings', 'harp', 'bass', 'toms'],
    mix: { reverb: 0.65, warmth: 0.4, brightness: 0.5, hiss: 0 },
  },
  'folk-guitar': {
    emotion: 'neutral',
    tempo: [84, 76],
    key: ['G', 'mixolydian'],
    progression: ['I', 'bVII', 'IV', 'I'],
    sparse: ['guitar'],
    full: ['flute', 'guitar', 'bass', 'brushes'],
    mix: { reverb: 0.3, warmth: 0.4, brightness: 0.5, hiss: 0.05 },
  },
  electronic: {
    emotion: 'happy',
    tempo: [108, 100],
    key: ['F', 'ionian'],
    progression: ['IVmaj7', 'I', 'V', 'vi7'],
    sparse: ['pad', 'synth'],
    full: ['synth', 'pad', 'bell', 'bass', 'kit'],
    mix: { reverb: 0.45, warmth: 0.3, brightness: 0.6, hiss: 0 },
  },
  rock: {
    emotion: 'angry',
    tempo: [104, 84],
    key: ['E', 'dorian'],
    progression: ['i', 'IV', 'i', 'bVII'],
    sparse: ['electric-guitar', 'toms'],
    full: ['piano', 'electric-guitar', 'pad', 'bass', 'kit'],
    mix: { reverb: 0.25, warmth: 0.6, brightness: 0.5, hiss: 0 },
  },
  metal: {
    emotion: 'angry',
    tempo: [150, 150],
    key: ['E', 'phrygian'],
    progression: ['i', 'bII', 'i', 'bVII'],
    sparse: ['electric-guitar', 'toms'],
    full: ['electric-guitar', 'strings', 'bass', 'kit'],
    mix: { reverb: 0.2, warmth: 0.8, brightness: 0.6, hiss: 0 },
  },
  industrial: {
    emotion: 'disgust',
    tempo: [110, 110],
    key: ['C#', 'aeolian'],
    progression: ['i', 'bVI', 'iv', 'i'],
    sparse: ['synth', 'toms'],
    full: ['synth', 'electric-guitar', 'bass', 'kit'],
    mix: { reverb: 0.25, warmth: 0.7, brightness: 0.5, hiss: 0.2 },
  },
};

/** @returns a brief of a usual kind: sparse, full, settling. */
export function genreBrief(genre: Genre, duration: number): Brief {
  const style = STYLES[genre];
  const key = { tonic: style.key[0], mode: style.key[1] };
  const common = { key, progression: [...style.progression], affect: { valence: 0.2, arousal: 0 } };
  const theme = 0.27 * duration;
  const settle = 0.75 * duration;
  return {
    version: 1,
    author: 'rules',
    intent: 'soothe',
    emotion: style.emotion,
    duration,
    genre,
    mood: ['warm'],
    tempo: { start: style.tempo[0], end: style.tempo[1] },
    sections: [
      {
        ...common,
        name: 'match',
        start: 0,
        end: theme,
        instruments: [...style.sparse],
        dynamic: 'mp',
        density: 0.35,
      },
      {
        ...common,
        name: 'theme',
        start: theme,
        end: settle,
        instruments: [...style.full],
        dynamic: 'mf',
        density: 0.6,
      },
      {
        ...common,
        name: 'settle',
        start: settle,
        end: duration,
        instruments: [...style.full],
        dynamic: 'p',
        density: 0.3,
      },
    ],
    mix: style.mix,
    avoid: [],
    words: '',
    prompt: `Calm ${genre} music.`,
  };
}
