import { BEND, directionOf, TEMPO_PER_AROUSAL, tempoRoom } from '../../src/lib/core/direction.ts';
import type { Brief } from '../../src/lib/core/brief.ts';
import type { Task } from './task.ts';

type Tempo = Brief['tempo'];

/** Beats a minute that something has to stay within. */
interface Range {
  min: number;
  max: number;
}

/**
 * Brings a tempo into range, in the direction that soothes, and so that it never hurries. A tempo that is there already,
 * because the listener's words asked for it, is in range and may move as fast as it does.
 */
export function tempoOf(asked: Tempo, task: Task): Tempo {
  const preferred = preferredRange(task);
  const within = (bpm: number): number => into(preferred, into(tempoRange(task), Math.round(bpm)));
  const { start, end } = directed({ start: within(asked.start), end: within(asked.end) }, task);
  const room = roomOf(Math.min(start, end), task);
  return end < start
    ? { start: Math.min(start, end + room), end }
    : { start, end: Math.min(end, start + room) };
}

/** @returns what the emotion and the intent allow, and what there is already. */
export function tempoRange({ emotion, intent, brief }: Task): Range {
  const { start, end } = directionOf(emotion, intent).tempo;
  const bend = TEMPO_PER_AROUSAL * BEND.arousal;
  const there = brief === null ? [] : [brief.tempo.start, brief.tempo.end];
  return {
    min: Math.min(start - bend, end - bend, ...there),
    max: Math.max(start + bend, end + bend, ...there),
  };
}

/** The listener's preference, unless their own words may have asked for what there is already. */
function preferredRange({ preferences, brief }: Task): Range | null {
  const preferred = preferences?.tempo ?? null;
  if (preferred === null || brief === null || brief.words === '') return preferred;
  const { start, end } = brief.tempo;
  return { min: Math.min(preferred.min, start, end), max: Math.max(preferred.max, start, end) };
}

/** What should slow down never speeds up, nor the other way round. */
function directed({ start, end }: Tempo, { emotion, intent }: Task): Tempo {
  const way = directionOf(emotion, intent).tempo;
  const against = intent === 'soothe' && (way.end - way.start) * (end - start) < 0;
  return against ? { start: end, end: start } : { start, end };
}

function roomOf(slowest: number, { duration, brief }: Task): number {
  const there = brief === null ? 0 : Math.abs(brief.tempo.end - brief.tempo.start);
  return Math.max(tempoRoom(slowest, duration), there);
}

function into(range: Range | null, bpm: number): number {
  return range === null ? bpm : Math.min(range.max, Math.max(range.min, bpm));
}
