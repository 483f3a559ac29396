import {
  DYNAMICS,
  MINOR_MODES,
  type Brief,
  type Dynamic,
  type Key,
  type Mix,
  type Section,
} from '../../core/brief.ts';
import type { Affect } from '../../core/emotion.ts';
import { layout, type Span } from '../../core/layout.ts';
import type { Occasion } from '../agents.ts';
import { chooser, type Choose } from './chance.ts';
import { courseOf, type Band, type Course, type Harmony } from './course.ts';
import { GENRE_TRAITS } from './genres.ts';
import { affects, bend, tempo } from './path.ts';
import { PROGRESSIONS } from './progressions.ts';
import { players } from './orchestrate.ts';
import { rendered } from './prompt.ts';
import { raise } from './tonic.ts';

/** How busy each section is before arousal adds to it. */
const DENSITY: Record<Section['name'], number> = {
  match: 0.3,
  theme: 0.45,
  variation: 0.55,
  target: 0.5,
  settle: 0.2,
};
const DENSITY_PER_AROUSAL = 0.3;
const BRIGHTNESS_PER_VALENCE = 0.6;
/** A reading this much pleasanter or worse than typical of the emotion opens in a brighter or darker mode. */
const MODE_BEND = 0.1;

/**
 * Writes a brief by the course of an emotion: the music meets the listener (iso principle) and, to soothe, leads on.
 * The seed chooses among equally good keys, progressions, bands, moods.
 */
export function draft({ emotion, affect, intent, duration, seed }: Occasion): Brief {
  const course = courseOf(emotion, intent);
  const choose = chooser(seed);
  const by = bend(course, affect);
  const band = choose(course.bands);
  const spans = layout(duration, emotion);
  const frame = { course, by, spans, band, affects: affects(course, by, spans, duration, intent) };
  return rendered({
    version: 1,
    author: 'rules',
    intent,
    emotion,
    duration,
    genre: band.genre,
    mood: moods(course, choose),
    tempo: tempo(course, by, duration, intent),
    sections: sections(frame, emotion === 'sad', choose),
    mix: mix(GENRE_TRAITS[band.genre].mix, by, choose),
    avoid: [...course.avoid],
    words: '',
  });
}

interface Frame {
  course: Course;
  by: Affect;
  spans: readonly Span[];
  band: Band;
  /** One a span. */
  affects: readonly Affect[];
}

function sections(frame: Frame, early: boolean, choose: Choose): Section[] {
  const { course, by, spans, band } = frame;
  const harmony = choose(course.harmonies);
  const tonic = choose(course.tonics);
  const meet = opening(harmony, by);
  const lifts = spans.length === 5 && !early;
  return spans.map((span, i) => {
    const meeting = span.name === 'match' || (span.name === 'theme' && lifts);
    const { mode, progressions } = meeting ? meet : harmony.goal;
    const key: Key = { tonic: meeting ? tonic : raise(tonic, harmony.pivot), mode };
    const affect = frame.affects[i] ?? course.path[0];
    return {
      ...span,
      key,
      progression: [...choose(progressions)],
      instruments: players(band, span.name),
      dynamic: dynamic(course.dynamics, i, spans.length),
      density: hundredths(unit(DENSITY[span.name] + DENSITY_PER_AROUSAL * affect.arousal)),
      affect,
    };
  });
}

/**
 * The opening harmony, one mode brighter or darker where the reading asks for it. Only minor modes bend, and only to
 * minor ones: the major openings have progressions of their own that must hold (a pedal, suspensions).
 */
function opening({ meet }: Harmony, by: Affect): Harmony['meet'] {
  if (Math.abs(by.valence) < MODE_BEND || !MINOR_MODES.includes(meet.mode)) return meet;
  const mode = MINOR_MODES[MINOR_MODES.indexOf(meet.mode) + Math.sign(by.valence)];
  return mode === undefined ? meet : { mode, progressions: PROGRESSIONS[mode] };
}

function dynamic({ start, end }: Course['dynamics'], index: number, count: number): Dynamic {
  const from = DYNAMICS.indexOf(start);
  const share = count === 1 ? 0.5 : index / (count - 1);
  return DYNAMICS[Math.round(from + (DYNAMICS.indexOf(end) - from) * share)] ?? end;
}

function moods({ moods: { meet, goal } }: Course, choose: Choose): string[] {
  return [...new Set([choose(goal), choose(meet), choose(goal)])];
}

/** The genre's mix, brighter for a pleasanter reading, with a touch of its own a seed. */
function mix(base: Mix, by: Affect, choose: Choose): Mix {
  const nudge = () => choose([-0.05, -0.02, 0, 0.02, 0.05]);
  return {
    reverb: hundredths(unit(base.reverb + nudge())),
    warmth: hundredths(unit(base.warmth + nudge())),
    brightness: hundredths(unit(base.brightness + nudge() + BRIGHTNESS_PER_VALENCE * by.valence)),
    hiss: base.hiss,
  };
}

function unit(x: number): number {
  return Math.min(1, Math.max(0, x));
}

function hundredths(x: number): number {
  return Math.round(x * 100) / 100;
}
