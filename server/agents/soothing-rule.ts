/**
 * What holds whatever a language model writes. Where it strays a little it is brought back; where it leads nowhere it is
 * told what is wrong, and may write again.
 */
import {
  DYNAMICS,
  MINOR_MODES,
  type Dynamic,
  type Genre,
  type Instrument,
  type Section,
} from '../../src/lib/core/brief.ts';
import { directionOf, ROUGH_GENRES } from '../../src/lib/core/direction.ts';
import type { Structure } from '../../src/lib/core/wire/agents.ts';
import { affectsOf, isLed } from './affect-rule.ts';
import { avoidOf, namedIn, wordings } from './avoid-rule.ts';
import type { Sketch } from './sketch.ts';
import type { Task } from './task.ts';
import { tempoOf } from './tempo-rule.ts';

/** Characters of an adjective, as a brief holds it. */
const LONGEST_MOOD = 40;

/** A brief that holds, or what is wrong with the sketch, said to the model. */
export type Verdict = { brief: Structure } | { problem: string };

/**
 * Makes a brief of a sketch. Duration, times, intent, emotion and the listener's words are those of the task; every
 * entry of its avoid list stays; its tempo, its players and the way it takes lie in the direction of the emotion.
 */
export function judge(sketch: Sketch, task: Task): Verdict {
  const { emotion, intent, duration, spans, brief } = task;
  const avoid = avoidOf(sketch, task);
  const affects = affectsOf(sketch, task);
  const genre = genreOf(sketch, task);
  const players = sketch.sections.map((part) => playersOf(part.instruments, task, avoid));
  const names = spans.map(({ name }) => name).join(', ');
  if (sketch.sections.map(({ name }) => name).join(', ') !== names) {
    return { problem: `sections must be these, in this order: ${names}` };
  }
  if (genre === null) return { problem: `${sketch.genre} does not soothe: choose another genre` };
  if (endsDarkly(sketch, task)) return { problem: 'the last section must be in a major mode' };
  if (!isLed(affects, task)) return { problem: 'the affect must lead from the first section to the last' };
  if (players.some(({ length }) => length === 0)) return { problem: 'a section has no player that may play' };
  const sections = sketch.sections.map((part, i) => ({
    ...part,
    ...spans[i]!,
    instruments: players[i]!,
    dynamic: dynamicOf(sketch, i, task),
    affect: affects[i]!,
  }));
  return {
    brief: {
      version: 1,
      author: 'language-model',
      intent,
      emotion,
      duration,
      genre,
      mood: wordings(sketch.mood, LONGEST_MOOD),
      tempo: tempoOf(sketch.tempo, task),
      sections,
      mix: sketch.mix,
      avoid,
      words: brief?.words ?? '',
    },
  };
}

/** What is minor already may end so: the listener's words may have asked for it. */
function endsDarkly({ sections }: Sketch, { intent, brief }: Task): boolean {
  const isMinor = (section: Pick<Section, 'key'> | undefined): boolean =>
    section !== undefined && MINOR_MODES.includes(section.key.mode);
  return (
    intent === 'soothe' && sections.length > 1 && isMinor(sections.at(-1)) && !isMinor(brief?.sections.at(-1))
  );
}

/** Only the listener's own words bring a rough genre to soothing music. Null where there is no other to keep. */
function genreOf({ genre }: Sketch, { agent, intent, brief }: Task): Genre | null {
  const suits = intent === 'express' || agent === 'merge' || !ROUGH_GENRES.includes(genre);
  return suits ? genre : (brief?.genre ?? null);
}

/** Who plays: nobody whom the emotion forbids, unless they play already, and nobody who is refused by name. */
function playersOf(asked: readonly Instrument[], task: Task, avoid: readonly string[]): Instrument[] {
  const { emotion, intent, brief } = task;
  const there = new Set(brief?.sections.flatMap(({ instruments }) => instruments));
  const forbidden = directionOf(emotion, intent).forbidden.filter((i) => !there.has(i));
  const out = new Set([...forbidden, ...avoid.flatMap(namedIn)]);
  return [...new Set(asked)].filter((i) => !out.has(i));
}

/** Soothing music is never louder than its direction, or than it is already, and does not end louder than it began. */
function dynamicOf({ sections }: Sketch, index: number, { emotion, intent, brief }: Task): Dynamic {
  const loudness = (dynamic: Dynamic): number => DYNAMICS.indexOf(dynamic);
  const asked = sections[index]!.dynamic;
  if (intent === 'express') return asked;
  const { start, end } = directionOf(emotion, intent).dynamics;
  const there = brief?.sections.map(({ dynamic }) => loudness(dynamic)) ?? [];
  const most = Math.max(loudness(start), loudness(end), ...there);
  const isLast = index > 0 && index === sections.length - 1;
  const closing = isLast && loudness(end) <= loudness(start) ? loudness(sections[0]!.dynamic) : most;
  return DYNAMICS[Math.min(loudness(asked), most, closing)]!;
}
