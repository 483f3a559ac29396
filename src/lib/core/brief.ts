import * as z from 'zod';
import { Affect, Emotion, Intent } from './emotion.ts';

export const GENRES = [
  'lo-fi',
  'ambient',
  'classical-piano',
  'rnb',
  'pop',
  'cinematic',
  'folk-guitar',
  'electronic',
  'rock',
  'metal',
  'industrial',
] as const;
export const Genre = z.enum(GENRES);
export type Genre = z.infer<typeof Genre>;

export const INSTRUMENTS = [
  'piano',
  'electric-piano',
  'guitar',
  'electric-guitar',
  'harp',
  'bell',
  'flute',
  'strings',
  'pad',
  'synth',
  'bass',
  'kit',
  'brushes',
  'toms',
] as const;
export const Instrument = z.enum(INSTRUMENTS);
export type Instrument = z.infer<typeof Instrument>;

/** The instruments without pitch: whoever refuses drums refuses them all. */
export const DRUMS: readonly Instrument[] = ['kit', 'brushes', 'toms'];

export const TONICS = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'] as const;
export const Tonic = z.enum(TONICS);
export type Tonic = z.infer<typeof Tonic>;

export const MODES = ['ionian', 'dorian', 'phrygian', 'lydian', 'mixolydian', 'aeolian'] as const;
export const Mode = z.enum(MODES);
export type Mode = z.infer<typeof Mode>;

/** The modes with a minor third over their tonic, the darkest first. */
export const MINOR_MODES: readonly Mode[] = ['phrygian', 'aeolian', 'dorian'];

export const Key = z.object({ tonic: Tonic, mode: Mode });
export type Key = z.infer<typeof Key>;

/**
 * A chord by its degree, counted from the major scale on the tonic whatever the mode, so that flats are written out:
 * `i`, `bVII`, `IV7`, `Imaj7`, `Isus2`, `IVadd9`, `viidim`, and over a held bass `IV/I`. Upper case is major, lower case minor.
 */
export const Numeral = z
  .string()
  .regex(
    /^[b#]?(?:VII|VI|V|IV|III|II|I|vii|vi|v|iv|iii|ii|i)(?:maj7|add9|sus2|sus4|dim|7|9|6)?(?:\/(?:I|V))?$/,
  );
export type Numeral = z.infer<typeof Numeral>;

export const DYNAMICS = ['pp', 'p', 'mp', 'mf', 'f'] as const;
export const Dynamic = z.enum(DYNAMICS);
export type Dynamic = z.infer<typeof Dynamic>;

/** `match` meets the listener's state, `theme` and `variation` lead away from it, `target` arrives, `settle` ends. */
export const SECTIONS = ['match', 'theme', 'variation', 'target', 'settle'] as const;
export const SectionName = z.enum(SECTIONS);
export type SectionName = z.infer<typeof SectionName>;

/** A stretch of the piece with one key, one progression and one arrangement. Sections touch and fill the piece. */
export const Section = z
  .object({
    name: SectionName,
    /** Seconds from the start of the piece. */
    start: z.number().nonnegative(),
    end: z.number().positive(),
    key: Key,
    /** One numeral a bar, repeated until the section ends. */
    progression: z.array(Numeral).min(1).max(16),
    instruments: z.array(Instrument).min(1),
    dynamic: Dynamic,
    /** How busy it is, 0 (sparse) to 1. */
    density: z.number().min(0).max(1),
    affect: Affect,
  })
  .refine((s) => s.end > s.start, { message: 'a section ends after it starts' });
export type Section = z.infer<typeof Section>;

/** Beats a minute, in quarter notes. */
export const Bpm = z.number().min(40).max(200);

export const Mix = z.object({
  /** Each from 0 (none) to 1. */
  reverb: z.number().min(0).max(1),
  /** Tape: saturation and softened highs. */
  warmth: z.number().min(0).max(1),
  brightness: z.number().min(0).max(1),
  /** Tape hiss and crackle. */
  hiss: z.number().min(0).max(1),
});
export type Mix = z.infer<typeof Mix>;

export const DURATION = { min: 5, max: 120, default: 30 } as const;
export const Duration = z.number().min(DURATION.min).max(DURATION.max);

/** Characters that the listener's own words may have. */
export const MAX_WORDS = 2000;
/** Characters that a prompt may have. */
export const MAX_PROMPT = 4000;

/** The structured description of a piece, and the English prompt rendered from it. Every agent takes and returns one. */
export const Brief = z.object({
  version: z.literal(1),
  /** Which agents wrote it. */
  author: z.enum(['rules', 'language-model']),
  intent: Intent,
  emotion: Emotion,
  /** Seconds. */
  duration: Duration,
  genre: Genre,
  /** English adjectives, the strongest first: `warm`, `unhurried`. */
  mood: z.array(z.string().min(1).max(40)).max(8),
  /** Tempo moves evenly from `start` to `end` over the piece. */
  tempo: z.object({ start: Bpm, end: Bpm }),
  sections: z.array(Section).min(1).max(8),
  mix: Mix,
  /** What must not be heard, in English: `distorted guitar`, `sudden hits`. */
  avoid: z.array(z.string().min(1).max(60)).max(16),
  /** The user's own words, as they were written; empty where there were none. */
  words: z.string().max(MAX_WORDS),
  /** What a text-to-music model is told. English, unless the user wrote the whole prompt. */
  prompt: z.string().min(1).max(MAX_PROMPT),
});
export type Brief = z.infer<typeof Brief>;

/** @returns whether the prompt is one that the user wrote as a whole, and not rendered from the brief. */
export function isOwnPrompt({ words, prompt }: Pick<Brief, 'words' | 'prompt'>): boolean {
  return words !== '' && prompt.slice(0, MAX_WORDS) === words;
}
