import type { Affect, Emotion, Intent } from '../core/emotion.ts';
import type { Brief } from '../core/brief.ts';
import type { Preferences } from '../core/preferences.ts';
import type { AgentFailure } from '../core/wire/agents.ts';

/** What a draft starts from. */
export interface Occasion {
  emotion: Emotion;
  /** As it was read; null where only the emotion is known, which then stands for its typical affect. */
  affect: Affect | null;
  intent: Intent;
  /** Seconds. */
  duration: number;
  /** Chooses among equally good drafts (key, genre, progressions); the same seed gives the same draft. */
  seed: number;
}

/** Why the rules write in place of a language model that could: it failed, or there is no way to the server. */
export type FallBack = AgentFailure | 'offline';

/** Hears of an agent while it writes. */
export interface AgentListener {
  /** 0 to 1, as far as can be told. */
  progress(fraction: number): void;
  /** The rules write now. */
  fellBack(why: FallBack): void;
}

/**
 * Writes the brief, in three steps. By rules or by a language model: one contract. What there is already of a brief stays
 * where nobody asks for something else, and `author` says who wrote it.
 */
export interface Agents {
  draft(occasion: Occasion, signal?: AbortSignal, listener?: AgentListener): Promise<Brief>;
  /** Bends the brief to what the user wrote, in Chinese or English. Words that ask for nothing known are kept in `words` and in the prompt. */
  merge(brief: Brief, words: string, signal?: AbortSignal, listener?: AgentListener): Promise<Brief>;
  /** Bends the brief to stated preferences, except where the user's own words ask for something else. */
  personalise(
    brief: Brief,
    preferences: Preferences,
    signal?: AbortSignal,
    listener?: AgentListener,
  ): Promise<Brief>;
}
