import { BEND, directionOf } from '../../src/lib/core/direction.ts';
import type { Affect } from '../../src/lib/core/emotion.ts';
import type { Sketch } from './sketch.ts';
import type { Task } from './task.ts';

/** A path that goes so far in one dimension has to be heard to go there, by at least this much of it. */
const WAY = 0.4;
const HEARD = 0.1;

/**
 * The affect that each section aims at. Valence never falls, as on every path, and soothing music stays within what its
 * path spans, where arousal moves one way.
 */
export function affectsOf({ sections }: Sketch, task: Task): Affect[] {
  const asked = sections.map(({ affect }) => affect);
  const valence = kept(asked, task, 'valence').reduce(rising, []);
  const arousal = kept(asked, task, 'arousal');
  const oneWay = task.intent === 'express' ? arousal : arousal.reduce(falls(task) ? falling : rising, []);
  return asked.map((_, i) => ({ valence: valence[i]!, arousal: oneWay[i]! }));
}

/** @returns whether soothing music ends calmer than it begins where the path calms, and brighter where it brightens. */
export function isLed(affects: readonly Affect[], { emotion, intent }: Task): boolean {
  const [first, last] = [affects[0], affects.at(-1)];
  if (intent === 'express' || first === undefined || last === undefined || affects.length === 1) return true;
  const [start, , end] = directionOf(emotion, intent).path;
  const calms = start.arousal - end.arousal < WAY || first.arousal - last.arousal >= HEARD;
  const brightens = end.valence - start.valence < WAY || last.valence - first.valence >= HEARD;
  return calms && brightens;
}

function kept(asked: readonly Affect[], task: Task, axis: keyof Affect): number[] {
  const values = asked.map((affect) => affect[axis]);
  if (task.intent === 'express') return values;
  const path = directionOf(task.emotion, task.intent).path.map((affect) => affect[axis]);
  const there = task.brief?.sections.map(({ affect }) => affect[axis]) ?? [];
  const low = Math.max(-1, Math.min(Math.min(...path) - BEND[axis], ...there));
  const high = Math.min(1, Math.max(Math.max(...path) + BEND[axis], ...there));
  return values.map((value) => Math.min(high, Math.max(low, value)));
}

function falls({ emotion, intent }: Task): boolean {
  const [start, , end] = directionOf(emotion, intent).path;
  return end.arousal < start.arousal;
}

function rising(before: number[], value: number): number[] {
  return [...before, Math.max(value, before.at(-1) ?? value)];
}

function falling(before: number[], value: number): number[] {
  return [...before, Math.min(value, before.at(-1) ?? value)];
}
