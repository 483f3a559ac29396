import type { OpenAI } from 'openai';
import { directionOf } from '../../src/lib/core/direction.ts';
import type { Structure } from '../../src/lib/core/wire/agents.ts';
import { EXAMPLES } from './examples.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { plainText } from './plain-text.ts';
import type { Task } from './task.ts';
import { tempoRange } from './tempo-rule.ts';

export type Message = OpenAI.Chat.ChatCompletionMessageParam;

/**
 * What is said to a language model about a task: the instructions, how others like it were done, and the occasion.
 * @param form what else the instructions say of the form of the answer; empty for nothing.
 */
export function conversation(task: Task, form: string): Message[] {
  return [
    { role: 'system', content: [INSTRUCTIONS, form].join('\n\n').trim() },
    ...EXAMPLES[task.agent].flatMap(({ task: like, sketch }): Message[] => [
      { role: 'user', content: occasion(like) },
      { role: 'assistant', content: JSON.stringify(sketch) },
    ]),
    { role: 'user', content: occasion(task) },
  ];
}

/**
 * The task as JSON, and nothing around it: whatever the listener wrote stays inside its string, where no text can end it.
 * Characters that nobody sees are left out.
 */
function occasion(task: Task): string {
  const { agent, emotion, affect, intent, duration, spans, brief, words, preferences } = task;
  const { path, tempo, forbidden, avoid } = directionOf(emotion, intent);
  const there = new Set(brief?.sections.flatMap(({ instruments }) => instruments));
  const data = {
    task: agent,
    emotion,
    ...(affect && { affect }),
    intent,
    seconds: duration,
    sections: spans,
    path,
    tempoRange: tempoRange(task),
    tempoDirection: tempo.end < tempo.start ? 'falling' : tempo.end > tempo.start ? 'rising' : 'steady',
    neverUse: forbidden.filter((instrument) => !there.has(instrument)),
    avoid: brief?.avoid ?? avoid,
    ...(brief && { brief: written(brief) }),
    ...(words !== '' && { words }),
    ...(preferences && { preferences }),
  };
  return JSON.stringify(data, (_, value: unknown) => (typeof value === 'string' ? plainText(value) : value));
}

/** What of a brief is the model's to write, and the words it already follows. */
function written({ genre, mood, tempo, sections, mix, words }: Structure): object {
  return { genre, mood, tempo, sections: sections.map(({ start: _, end: __, ...part }) => part), mix, words };
}
