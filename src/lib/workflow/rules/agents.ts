import type { Agents } from '../agents.ts';
import { draft } from './draft.ts';
import { merge } from './merge.ts';
import { personalise } from './personalise.ts';

/** The agents by rules alone: instant, offline, the same answer every time. */
export const ruleAgents: Agents = {
  async draft(occasion, signal) {
    signal?.throwIfAborted();
    return draft(occasion);
  },
  async merge(brief, words, signal) {
    signal?.throwIfAborted();
    return merge(brief, words);
  },
  async personalise(brief, preferences, signal) {
    signal?.throwIfAborted();
    return personalise(brief, preferences);
  },
};
