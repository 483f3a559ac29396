import { DYNAMICS, type Brief, type Mix, type Section } from '../../core/brief.ts';
import type { Change } from './change.ts';

/** How much a degree moves, as shares of the whole range. */
const STEP = {
  density: 0.1,
  arousal: 0.08,
  brightness: 0.12,
  warmth: 0.15,
  reverb: 0.25,
  hiss: 0.25,
} as const;

/** More adjectives than these blur. */
const MOODS = 5;

/** Moves energy, mix and mood. All sections move together, so that the way the piece takes stays as it is. */
export function shade(brief: Brief, change: Change): Brief {
  const mood = [...new Set([...(change.mood ?? []), ...brief.mood])];
  return {
    ...brief,
    sections: brief.sections.map((section) => energised(section, change.energy ?? 0)),
    mix: mixed(brief.mix, change),
    mood: change.mood === undefined ? brief.mood : mood.slice(0, Math.max(MOODS, change.mood.length)),
  };
}

function energised(section: Section, energy: number): Section {
  if (energy === 0) return section;
  const louder = DYNAMICS.indexOf(section.dynamic) + Math.sign(energy) * Math.ceil(Math.abs(energy) / 2);
  const { valence, arousal } = section.affect;
  return {
    ...section,
    dynamic: DYNAMICS[Math.min(DYNAMICS.length - 1, Math.max(0, louder))] ?? section.dynamic,
    density: moved(section.density, STEP.density * energy, 0),
    affect: { valence, arousal: moved(arousal, STEP.arousal * energy, -1) },
  };
}

function mixed(mix: Mix, change: Change): Mix {
  const by = (axis: keyof Mix) => moved(mix[axis], STEP[axis] * (change[axis] ?? 0), 0);
  const relative = {
    reverb: by('reverb'),
    warmth: by('warmth'),
    brightness: by('brightness'),
    hiss: by('hiss'),
  };
  return { ...relative, ...change.mix };
}

function moved(from: number, by: number, low: -1 | 0): number {
  if (by === 0) return from;
  return Math.min(1, Math.max(low, Math.round((from + by) * 100) / 100));
}
