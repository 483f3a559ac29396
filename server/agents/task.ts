import type { Affect, Emotion, Intent } from '../../src/lib/core/emotion.ts';
import { layout, type Span } from '../../src/lib/core/layout.ts';
import type { Preferences } from '../../src/lib/core/preferences.ts';
import {
  AGENT_REQUESTS,
  type AgentName,
  type AgentRequest,
  type Structure,
} from '../../src/lib/core/wire/agents.ts';

/** What a language model is asked to write, and what is settled before it does. */
export interface Task {
  agent: AgentName;
  emotion: Emotion;
  affect: Affect | null;
  intent: Intent;
  /** Seconds. */
  duration: number;
  /** The sections that it writes, in time. */
  spans: Span[];
  /** What there is already; null for a draft. */
  brief: Structure | null;
  /** What the listener says now; empty where nothing. */
  words: string;
  preferences: Preferences | null;
}

/** @returns the task in a request. @throws ZodError where it is none */
export function taskOf(agent: AgentName, request: unknown): Task {
  switch (agent) {
    case 'draft':
      return draftTask(AGENT_REQUESTS.draft.parse(request));
    case 'merge':
      return mergeTask(AGENT_REQUESTS.merge.parse(request));
    case 'personalise':
      return personaliseTask(AGENT_REQUESTS.personalise.parse(request));
  }
}

/** @returns the task of drafting. */
export function draftTask(request: AgentRequest<'draft'>): Task {
  const { duration, emotion } = request;
  const spans = layout(duration, emotion);
  return { agent: 'draft', ...request, spans, brief: null, words: '', preferences: null };
}

/** @returns the task of bending a brief to words. */
export function mergeTask({ brief, words }: AgentRequest<'merge'>): Task {
  return { agent: 'merge', ...settledBy(brief), words, preferences: null };
}

/** @returns the task of bending a brief to preferences. */
export function personaliseTask({ brief, preferences }: AgentRequest<'personalise'>): Task {
  return { agent: 'personalise', ...settledBy(brief), words: '', preferences };
}

function settledBy(brief: Structure) {
  const { emotion, intent, duration, sections } = brief;
  const spans = sections.map(({ name, start, end }) => ({ name, start, end }));
  return { emotion, affect: null, intent, duration, spans, brief };
}
