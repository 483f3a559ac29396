import type { Audio, AudioChunk } from './core/audio.ts';
import type { Brief } from './core/brief.ts';
import type { AttuneError } from './core/errors.ts';
import type { Look } from './core/reading.ts';
import type { Take } from './core/take.ts';
import type { Tokens } from './core/tokens.ts';
import type { Download, Warning } from './music/engine.ts';
import type { Piece } from './music/piece.ts';
import type { FallBack } from './workflow/agents.ts';

/** The stages of the flow, in order. */
export const STAGES = ['read', 'draft', 'merge', 'personalise', 'listen', 'generate', 'finish'] as const;
export type Stage = (typeof STAGES)[number];

/** A finished take with its sound, and with its notes where the engine writes them. */
export interface Made {
  take: Take;
  /** Mastered. */
  audio: Audio;
  piece: Piece | null;
}

/**
 * What the flow says while it runs: progress, results and failure in one typed stream. A stage says `started`, then
 * what it has to say, then `done`. A stream ends after `failed`; it never throws.
 */
export type Update =
  | { type: 'started'; stage: Stage }
  | {
      type: 'loading';
      /** that needs a model */ stage: Stage;
      /** of the loading, 0 to 1 */ fraction: number;
      /** null where the model is here, and is being opened */ download: Download | null;
    }
  | { type: 'progress'; stage: Stage; /** of the stage's own work, 0 to 1 */ fraction: number }
  | { type: 'waiting'; stage: Stage; /** how many generations come first */ before: number }
  | { type: 'look'; look: Look }
  | {
      type: 'brief';
      stage: Stage;
      brief: Brief;
      /** Why the rules wrote in place of a language model; null where they did not, or there is none. */
      fallBack: FallBack | null;
    }
  | { type: 'audio'; /** from 0 */ variation: number; chunk: AudioChunk }
  | {
      type: 'tokens';
      /** of every variation, all so far: with them the work can go on after a break */ tokens: Tokens[];
    }
  | { type: 'warning'; variation: number; warning: Warning }
  | { type: 'moved'; /** where the music goes on, as its device has failed */ to: 'again' | 'wasm' }
  | { type: 'made'; made: Made }
  | { type: 'done'; stage: Stage }
  | { type: 'failed'; stage: Stage; error: AttuneError };
