import type { SectionName } from '../../core/brief.ts';
import { BEND, TEMPO_PER_AROUSAL, tempoRoom } from '../../core/direction.ts';
import type { Affect, Intent } from '../../core/emotion.ts';
import type { Span } from '../../core/layout.ts';
import type { Course } from './course.ts';

/** How much of what lies between a reading and what is typical of the emotion bends the start of a path. */
const BEND_SHARE = 0.5;

/** How far along its path a piece is once it has left the opening, so that nobody is kept where they started. */
const LEFT = 0.45;

/** Where the sections stand on the way that the piece takes. */
const POSITIONS: Record<SectionName, number> = {
  match: 0,
  theme: 0.4,
  variation: 0.65,
  target: 1,
  settle: 1,
};

/** Tempi at which 2, 3, 4 or 5 bars of 4/4 last ten seconds, the period that entrains breathing (Bernardi 2009). */
const BREATH_TEMPI = [48, 72, 96, 120];
/** How near the end tempo of a shortened path must lie to one of them to be moved there. */
const BREATH_REACH = 4;
/** A shorter piece, in seconds, would have to hurry to get there. */
const BREATH_LEAST = 30;

type Path = Course['path'];

/** @returns how far a reading lies from what is typical of the course, damped and bounded; zero where there is none. */
export function bend(course: Course, affect: Affect | null): Affect {
  if (affect === null) return { valence: 0, arousal: 0 };
  const [typical] = course.path;
  return {
    valence: clamp((affect.valence - typical.valence) * BEND_SHARE, -BEND.valence, BEND.valence),
    arousal: clamp((affect.arousal - typical.arousal) * BEND_SHARE, -BEND.arousal, BEND.arousal),
  };
}

/** The share of its path that a piece takes: half in 30 s, all of it in 120 s (music therapy moves in steps, not in jumps). */
export function reach(duration: number): number {
  if (duration < 30) return (0.5 * duration) / 30;
  return 0.5 + (0.5 * (duration - 30)) / 90;
}

/**
 * The affect that each section aims at. Soothing never turns back: valence does not fall, and arousal moves one way.
 * @param by the bend of the path's start.
 */
export function affects(
  course: Course,
  by: Affect,
  spans: readonly Span[],
  duration: number,
  intent: Intent,
): Affect[] {
  const path = bent(course.path, by, intent);
  const full = reach(duration);
  return spans.map(({ name }) => at(path, name === 'match' ? 0 : Math.max(LEFT, POSITIONS[name] * full)));
}

/** The tempo at both ends of a piece, whole beats a minute. */
export function tempo(
  course: Course,
  by: Affect,
  duration: number,
  intent: Intent,
): { start: number; end: number } {
  const { start: from, end: to } = course.tempo;
  const start = Math.round(from + TEMPO_PER_AROUSAL * by.arousal);
  if (intent === 'express') return { start, end: start };
  const full = reach(duration);
  const way = start + Math.trunc((to - start) * full);
  const end = full < 1 && duration >= BREATH_LEAST ? breathing(way) : way;
  return to < from
    ? { start: clamp(start, end, end + tempoRoom(end, duration)), end }
    : { start, end: clamp(end, start, start + tempoRoom(start, duration)) };
}

function bent([start, middle, end]: Path, by: Affect, intent: Intent): Path {
  const from = { valence: unit(start.valence + by.valence), arousal: unit(start.arousal + by.arousal) };
  if (intent === 'express') return [from, middle, end];
  const to = { valence: Math.max(from.valence, end.valence), arousal: end.arousal };
  const way = {
    valence: clamp(middle.valence, from.valence, to.valence),
    arousal: clamp(middle.arousal, Math.min(from.arousal, to.arousal), Math.max(from.arousal, to.arousal)),
  };
  return [from, way, to];
}

/** The point at `position`, 0 the start, .5 the middle and 1 the end. */
function at([start, middle, end]: Path, position: number): Affect {
  const [from, to] = position < 0.5 ? [start, middle] : [middle, end];
  const share = position < 0.5 ? position * 2 : position * 2 - 1;
  return {
    valence: hundredths(from.valence + (to.valence - from.valence) * share),
    arousal: hundredths(from.arousal + (to.arousal - from.arousal) * share),
  };
}

function breathing(bpm: number): number {
  return BREATH_TEMPI.find((breath) => Math.abs(breath - bpm) <= BREATH_REACH) ?? bpm;
}

function clamp(x: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, x));
}

function unit(x: number): number {
  return clamp(x, -1, 1);
}

function hundredths(x: number): number {
  return Math.round(x * 100) / 100;
}
