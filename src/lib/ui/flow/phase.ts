import type { Brief } from '#lib/core/brief.ts';
import type { Look } from '#lib/core/reading.ts';
import type { Made } from '#lib/update.ts';

/** What the page is doing, and may be told to stop. */
export type Task = 'read' | 'write' | 'make';

/** Where the flow stands. What is under way comes first; else the furthest thing there is. */
export type Phase = 'idle' | 'reading' | 'seen' | 'writing' | 'written' | 'making' | 'made';

const DOING: Record<Task, Phase> = { read: 'reading', write: 'writing', make: 'making' };

/** The phase is derived, never set: it can't contradict what the page holds, and stopping falls back by itself. */
export function phaseOf(held: {
  task: Task | null;
  look: Look | null;
  draft: Brief | null;
  made: Made | null;
}): Phase {
  if (held.task !== null) return DOING[held.task];
  if (held.made !== null) return 'made';
  if (held.draft !== null) return 'written';
  return held.look === null ? 'idle' : 'seen';
}
