import type { Dynamic, SectionName } from '../../../../core/brief.ts';
import type { Piece } from '../../../piece.ts';
import type { FormBar } from './form.ts';

/** How loud each dynamic is against mezzo-forte, in decibels: near enough for a quiet room, far enough to be felt. */
const LEVELS: Record<Dynamic, number> = { pp: -2.5, p: -1.7, mp: -0.8, mf: 0, f: 0.6 };
/** What the form adds: it begins and ends lower than its middle, whatever is written. */
const SHAPE: Record<SectionName, number> = {
  match: -3.2,
  theme: 0,
  variation: 0.3,
  target: 0.6,
  settle: -1.4,
};
/** Decibels by which the settling section sinks until its end. */
const SINK = 3;
/** A swell as slow as a calm breath: 2 dB, four seconds up and six down; reference/music.md. */
const SWELL = { decibels: 2, up: 4, down: 6 };
/** Seconds over which one section's level becomes the next one's. */
const TURN = 1.5;

/** The loudness curve: each section's dynamic, with slow swells over it. */
export function swellsOf(form: readonly FormBar[], duration: number): Piece['swells'] {
  const starts = form.filter((bar) => bar.bar === 0);
  const times = new Set([0, duration]);
  for (let t = 0; t < duration; t += SWELL.up + SWELL.down) {
    times.add(t);
    times.add(t + SWELL.up);
  }
  for (const { start } of starts.slice(1)) {
    times.add(start - TURN / 2);
    times.add(start + TURN / 2);
  }
  return [...times]
    .filter((t) => t >= 0 && t <= duration)
    .sort((a, b) => a - b)
    .map((time) => ({ time, decibels: levelAt(time, starts, duration) + breathAt(time) }));
}

function breathAt(time: number): number {
  const phase = time % (SWELL.up + SWELL.down);
  const share = phase < SWELL.up ? phase / SWELL.up : 1 - (phase - SWELL.up) / SWELL.down;
  return SWELL.decibels * (share - 0.5);
}

function levelAt(time: number, starts: readonly FormBar[], duration: number): number {
  const level = ({ section, start }: FormBar) => {
    const sunk = section.name === 'settle' ? Math.max(0, (time - start) / (duration - start)) * SINK : 0;
    return LEVELS[section.dynamic] + SHAPE[section.name] - sunk;
  };
  return starts.reduce((now, bar, i) => {
    const along = i === 0 ? 1 : Math.max(0, Math.min(1, (time - bar.start + TURN / 2) / TURN));
    return now + (level(bar) - now) * along;
  }, 0);
}
