/**
 * What the page and the server say to each other about the agents that write by language model: emotion, affect, words
 * and preferences travel, never a picture or what else was read from it.
 */
import * as z from 'zod';
import { Brief, Duration, MAX_WORDS } from '../brief.ts';
import { Affect, Emotion, Intent } from '../emotion.ts';
import { Preferences } from '../preferences.ts';

/** A brief without its prompt, which is rendered from the rest where it is needed. */
export const Structure = Brief.omit({ prompt: true });
export type Structure = z.infer<typeof Structure>;

/** What each agent is asked with. */
export const AGENT_REQUESTS = {
  draft: z.strictObject({
    emotion: Emotion,
    /** As it was read; null where only the emotion is known. */
    affect: Affect.nullable(),
    intent: Intent,
    /** Seconds. */
    duration: Duration,
  }),
  merge: z.strictObject({ brief: Structure, words: z.string().trim().min(1).max(MAX_WORDS) }),
  personalise: z.strictObject({ brief: Structure, preferences: Preferences }),
};

export const AgentName = z.enum(['draft', 'merge', 'personalise']);
export type AgentName = z.infer<typeof AgentName>;
export type AgentRequest<Name extends AgentName> = z.infer<(typeof AGENT_REQUESTS)[Name]>;

/** Whether a language model is configured. */
export const AgentsAvailable = z.object({ available: z.boolean() });

/** Why a language model did not write. */
export const AgentFailure = z.enum([
  /** It took too long. */
  'late',
  /** It can't be reached, or does not work. */
  'unavailable',
  /** Too much is asked of it at the moment. */
  'busy',
  /** What may be asked of it in a day is used up. */
  'spent',
  /** It would not write this. */
  'refused',
  /** What it wrote is no brief, or does not lead where it should. */
  'unusable',
]);
export type AgentFailure = z.infer<typeof AgentFailure>;

/** An answer is lines of JSON: `progress` any number of times, then one `brief` or one `failed`. */
export const AgentLine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), /** received so far */ characters: z.int().nonnegative() }),
  z.object({ type: z.literal('brief'), brief: Structure }),
  z.object({
    type: z.literal('failed'),
    error: z.object({ code: AgentFailure, /** finds the line of the log */ id: z.string() }),
  }),
]);
export type AgentLine = z.infer<typeof AgentLine>;
