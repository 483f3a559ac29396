import type { Brief } from '../../core/brief.ts';
import type { Intent } from '../../core/emotion.ts';
import type { Change } from './change.ts';
import { courseOf } from './course.ts';
import { GENRE_TRAITS } from './genres.ts';

/** Tempi that wishes by degree stay within, beats a minute. A tempo asked for by its number may lie beyond. */
const BANDS: Record<Intent, { min: number; max: number }> = {
  soothe: { min: 48, max: 126 },
  express: { min: 40, max: 200 },
};

/** Shares of the tempo, a degree. Tempo moves arousal more than anything else does (Eerola et al. 2013). */
const STEP = { pace: 0.08, energy: 0.03 } as const;

/** Sets or moves the tempo. Soothing music keeps its direction: what should slow down never speeds up. */
export function retempo(brief: Brief, { tempo, pace = 0, energy = 0 }: Change): Brief {
  if (tempo !== undefined) return directed({ ...brief, tempo });
  const factor = 1 + STEP.pace * pace + (pace === 0 ? STEP.energy * energy : 0);
  if (factor === 1) return brief;
  const { min, max } = BANDS[brief.intent];
  const to = (bpm: number) => between(Math.round(bpm * factor), Math.min(min, bpm), Math.max(max, bpm));
  return { ...brief, tempo: { start: to(brief.tempo.start), end: to(brief.tempo.end) } };
}

/** Brings the tempo to where the brief's genre is still itself. */
export function suited(brief: Brief): Brief {
  const { tempo } = GENRE_TRAITS[brief.genre];
  const band = BANDS[brief.intent];
  const to = (bpm: number) => between(between(bpm, tempo.min, tempo.max), band.min, band.max);
  return { ...brief, tempo: { start: to(brief.tempo.start), end: to(brief.tempo.end) } };
}

function directed(brief: Brief): Brief {
  const { start, end } = brief.tempo;
  const course = courseOf(brief.emotion, brief.intent).tempo;
  const against = brief.intent === 'soothe' && (course.end - course.start) * (end - start) < 0;
  return against ? { ...brief, tempo: { start: end, end: start } } : brief;
}

function between(x: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, x));
}
