import type { Genre, Instrument, Mode } from '../../../core/brief.ts';
import type { Intent } from '../../../core/emotion.ts';
import type { Axis, Degree } from '../change.ts';

/** An instrument by one of its names. */
export interface InstrumentTerm {
  kind: 'instrument';
  /** In English. */
  name: string;
  plays: Instrument;
  /** What is silenced where it is unwanted. */
  covers: readonly Instrument[];
  /** Whether `plays` only stands in for it, because it is not among ours. */
  standIn: boolean;
}

export interface GenreTerm {
  kind: 'genre';
  name: string;
  genre: Genre;
  standIn: boolean;
}

/** How music sounds or feels. */
export interface QualityTerm {
  kind: 'quality';
  /** The noun by which it is avoided: `loud passages`. */
  noun: string;
  mood: string | null;
  /** At plain degree. */
  moves: Partial<Record<Axis, Degree>>;
  mode: Mode | null;
}

/** A sound that none of ours makes: it can be avoided or told to an engine that sings. */
export interface SoundTerm {
  kind: 'sound';
  name: string;
}

export interface IntentTerm {
  kind: 'intent';
  intent: Intent;
}

/** All drums, whichever suit the genre. */
export interface DrumsTerm {
  kind: 'drums';
}

/**
 * Words that steer the words around them, or that say nothing of the music: `filler`, and among it `ask` and `please`,
 * which tell that a clause is a wish of its own.
 */
export interface ParticleTerm {
  kind:
    | 'not'
    | 'less'
    | 'more'
    | 'only'
    | 'alone'
    | 'excess'
    | 'slightly'
    | 'very'
    | 'too'
    | 'felt'
    | 'somewhat'
    | 'swap'
    | 'except'
    | 'with'
    | 'add'
    | 'and'
    | 'or'
    | 'of'
    | 'ask'
    | 'please'
    | 'but'
    | 'filler';
}

export type Term =
  InstrumentTerm | GenreTerm | QualityTerm | SoundTerm | IntentTerm | DrumsTerm | ParticleTerm;

/** A term and the phrases for it, Chinese (simplified) or English, separated by `|`. */
export type Entry = readonly [Term, string];
