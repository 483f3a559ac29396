import type { SectionName } from './brief.ts';
import type { Emotion } from './emotion.ts';

/** A stretch of the piece, in seconds. */
export interface Span {
  name: SectionName;
  start: number;
  end: number;
}

/** A sad opening takes at most this share of the piece: dwelling in sadness does harm (Garrido & Schubert 2015). */
const SAD_SHARE = 0.25;

/** Shorter pieces have fewer sections: below 10 s one, below 20 s two, below 60 s three. */
const LIMITS = { two: 10, three: 20, five: 60 } as const;

/**
 * Lays the sections out. They touch and fill the piece. At 30 s: 0-8-22-30; at 120 s: 0-20-50-80-105-120; between and
 * beyond these the shares are interpolated, and boundaries fall on half seconds.
 * @param duration seconds, 5 to 120.
 */
export function layout(duration: number, emotion: Emotion): Span[] {
  if (duration < LIMITS.two) return [{ name: 'theme', start: 0, end: duration }];
  const match = openingEnd(duration, emotion);
  if (duration < LIMITS.three) return spans(['match', 'theme'], [0, match, duration]);
  const settle = halves(duration * between(22 / 30, 105 / 120, duration));
  if (duration < LIMITS.five) return spans(['match', 'theme', 'settle'], [0, match, settle, duration]);
  const theme = match + halves((settle - match) * (30 / 85));
  const variation = theme + halves((settle - match) * (30 / 85));
  const names = ['match', 'theme', 'variation', 'target', 'settle'] as const;
  return spans(names, [0, match, theme, variation, settle, duration]);
}

function openingEnd(duration: number, emotion: Emotion): number {
  const share = between(8 / 30, 20 / 120, duration);
  if (emotion !== 'sad') return halves(duration * share);
  return Math.floor(duration * Math.min(share, SAD_SHARE) * 2) / 2;
}

/** A share that is `short` up to 30 s and `long` at 120 s. */
function between(short: number, long: number, duration: number): number {
  return short + (long - short) * Math.max(0, (duration - 30) / 90);
}

function halves(seconds: number): number {
  return Math.round(seconds * 2) / 2;
}

function spans(names: readonly SectionName[], edges: readonly number[]): Span[] {
  return names.map((name, i) => ({ name, start: edges[i] ?? 0, end: edges[i + 1] ?? 0 }));
}
