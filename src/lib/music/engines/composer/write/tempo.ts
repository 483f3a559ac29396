import type { Brief } from '../../../../core/brief.ts';

/** A bar of 4/4 in seconds. */
export interface Span {
  start: number;
  end: number;
  bpm: number;
}

/** More change than this from bar to bar is heard as a jerk. */
const STEP = 1.03;

const BEATS = 4;
/** Share of a bar that the last one lasts at least. */
const SHORTEST = 0.75;

/**
 * Bars that fill the piece exactly, their tempo moving evenly from start to end, at most 3% a bar. Where the way is too
 * far for the bars there are, the tempo goes as far as it may.
 *
 * The last bar rings out: it lasts from three quarters of a bar to one and three quarters. A piece shorter than that is one short bar.
 */
export function tempoMap({ duration, tempo }: Pick<Brief, 'duration' | 'tempo'>): Span[] {
  const spans: Span[] = [];
  let start = 0;
  let bpm = tempo.start;
  while (start < duration) {
    const end = start + (60 / bpm) * BEATS;
    spans.push({ start, end, bpm });
    start = end;
    bpm = approach(bpm, tempo.start + (tempo.end - tempo.start) * (end / duration));
  }
  const last = spans.length - 1;
  const { start: from, end } = spans[last] as Span;
  if (last > 0 && (duration - from) / (end - from) < SHORTEST) return ringOut(spans.slice(0, -1), duration);
  return ringOut(spans, duration);
}

function ringOut(spans: readonly Span[], duration: number): Span[] {
  const last = spans.length - 1;
  return spans.map((span, i) => (i === last ? { ...span, end: duration } : span));
}

function approach(from: number, to: number): number {
  return Math.max(from / STEP, Math.min(from * STEP, to));
}

/** @returns seconds at a beat of a bar; beats past the fourth go on at the bar's tempo. */
export function secondsAt(span: Span, beat: number): number {
  return span.start + (60 / span.bpm) * beat;
}

/** @returns how many beats the span lasts. */
export function beatsIn(span: Span): number {
  return ((span.end - span.start) * span.bpm) / 60;
}
