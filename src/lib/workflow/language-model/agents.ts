import { isOwnPrompt, MAX_WORDS, type Brief } from '../../core/brief.ts';
import type { Preferences } from '../../core/preferences.ts';
import type { AgentName, AgentRequest, Structure } from '../../core/wire/agents.ts';
import type { AgentListener, Agents } from '../agents.ts';
import { draft } from '../rules/draft.ts';
import { merge } from '../rules/merge.ts';
import { personalise, refusal } from '../rules/personalise.ts';
import { revise } from '../rules/revise.ts';
import type { AgentServer } from './agent-server.ts';
import { Unwritten } from './unwritten.ts';

/** Briefs that are remembered: with the same wishes and the same seed, the same brief comes back. */
const REMEMBERED = 50;

/** Characters of an answer that are half the way, as far as progress tells. */
const HALFWAY = 1000;

/** What a language model is to write, and what stands in for it. */
interface Errand<Name extends AgentName> {
  agent: Name;
  request: AgentRequest<Name>;
  /** What the rules make of it. */
  ruled: Brief;
  seed?: number;
}

/**
 * The agents by language model. The rules go first: what the words and preferences ask for plainly (a length, a tempo, a
 * refusal) they settle, and the model writes from there. Where it does not, theirs is the brief; a piece that the rules
 * began is theirs to the end, so that nobody waits twice for a model that fails.
 */
export function languageModelAgents(server: AgentServer): Agents {
  const remembered = new Map<string, Brief>();

  async function written<Name extends AgentName>(
    { agent, request, ruled, seed }: Errand<Name>,
    signal?: AbortSignal,
    listener?: AgentListener,
  ): Promise<Brief> {
    signal?.throwIfAborted();
    const key = JSON.stringify([agent, request, seed]);
    const before = remembered.get(key);
    if (before !== undefined) return before;
    if (!(await server.isAvailable())) return byRules(ruled);
    const progress = (characters: number): void => listener?.progress(characters / (characters + HALFWAY));
    try {
      const brief = finished(await server.write(agent, request, progress, signal), ruled);
      remembered.set(key, brief);
      if (remembered.size > REMEMBERED) remembered.delete([...remembered.keys()][0]!);
      return brief;
    } catch (error) {
      if (!(error instanceof Unwritten)) throw error;
      listener?.fellBack(error.why);
      return byRules(ruled);
    }
  }

  return {
    async draft(occasion, signal, listener) {
      // What the caller knows besides stays here.
      const { emotion, affect, intent, duration, seed } = occasion;
      const request = { emotion, affect, intent, duration };
      return written({ agent: 'draft', request, ruled: draft(occasion), seed }, signal, listener);
    },
    async merge(brief, words, signal, listener) {
      const ruled = merge(brief, words);
      const said = words.trim().slice(0, MAX_WORDS);
      if (said === '' || !(isByModel(brief) || isOwnPrompt(brief))) return ruled;
      const request = { brief: structureOf(ruled), words: said };
      return written({ agent: 'merge', request, ruled }, signal, listener);
    },
    async personalise(brief, preferences, signal, listener) {
      const ruled = personalise(brief, preferences);
      if (!isByModel(brief) || isEmpty(preferences)) return ruled;
      const avoid = preferences.avoid.map(refusal);
      const request = { brief: structureOf(ruled), preferences: { ...preferences, avoid } };
      return written({ agent: 'personalise', request, ruled }, signal, listener);
    },
  };
}

/** Whatever plays against the avoid list goes, and the prompt says what is left; one of the user's own stays theirs. */
function finished(structure: Structure, ruled: Brief): Brief {
  const brief = revise({ ...structure, prompt: ruled.prompt }, {});
  return isOwnPrompt(ruled) ? { ...brief, prompt: ruled.prompt } : brief;
}

function structureOf({ prompt: _, ...structure }: Brief): Structure {
  return structure;
}

function byRules(brief: Brief): Brief {
  return { ...brief, author: 'rules' };
}

function isByModel({ author }: Brief): boolean {
  return author === 'language-model';
}

function isEmpty({ genres, instruments, tempo, avoid }: Preferences): boolean {
  return tempo === null && [genres, instruments, avoid].every((list) => list.length === 0);
}
