import type { Brief, Instrument } from '../../../../core/brief.ts';
import type { Part, Piece } from '../../../piece.ts';
import { writeBass } from './bass.ts';
import { writeComping } from './comping.ts';
import { writeCounter } from './counter.ts';
import { writeDrums } from './drums.ts';
import type { Drums } from './drums.ts';
import { writeFigure } from './figure.ts';
import { formOf } from './form.ts';
import { harmonise } from './harmony.ts';
import { writeMelody } from './melody.ts';
import { placeOnStage, seat } from './orchestration.ts';
import type { Chair } from './orchestration.ts';
import { perform } from './performance.ts';
import { randomFor } from './random.ts';
import type { Score, ScoreNote } from './score.ts';
import { swellsOf } from './swells.ts';
import { leadVoices } from './voicing.ts';

/** Genres whose chords carry sevenths and ninths want a fourth voice. */
const FOUR_VOICES: readonly Brief['genre'][] = ['lo-fi', 'rnb', 'cinematic', 'ambient'];

/**
 * Writes the music that a brief asks for. Pure, and the same to the bit on every engine: it computes with + - * / and
 * square roots alone.
 * @param brief of any kind the schema allows
 * @param seed a 32-bit integer; another seed gives another tune, figure, groove and register
 */
export function write(brief: Brief, seed: number): Piece {
  const bars = harmonise(formOf(brief));
  const seats = new Map(brief.sections.map((section) => [section, seat(section, brief.genre)]));
  const centre = 56 + randomFor(seed, 'voicing').int(6);
  const score: Score = {
    brief,
    seed,
    bars,
    voicings: leadVoices(bars, FOUR_VOICES.includes(brief.genre) ? 4 : 3, centre),
    chairs: bars.map((bar) => seats.get(bar.section) ?? []),
  };
  return {
    duration: brief.duration,
    seed,
    bars: bars.map(({ start, end, bpm, section, numeral }) => ({
      start,
      end,
      bpm,
      section: section.name,
      key: section.key,
      numeral,
    })),
    parts: partsOf(score),
    swells: swellsOf(bars, brief.duration),
    mix: brief.mix,
  };
}

function partsOf(score: Score): Part[] {
  const melody = writeMelody(score);
  const shared: Partial<Record<Part['role'], ScoreNote[]>> = {
    melody,
    counter: writeCounter(score, melody),
    bass: writeBass(score),
  };
  const chairs = new Map(score.chairs.flat().map((chair) => [`${chair.role} ${chair.instrument}`, chair]));
  return [...chairs].flatMap(([name, chair]) => {
    const written =
      shared[chair.role]?.filter((note) => isSeated(score, note.bar, chair)) ?? ownPart(score, chair);
    const notes = perform(
      written,
      chair.role,
      score.bars,
      score.brief.genre,
      randomFor(score.seed, `play ${name}`),
    );
    return notes.length > 0 ? [{ ...chair, ...placeOnStage(chair), notes }] : [];
  });
}

function isSeated(score: Score, bar: number, chair: Chair): boolean {
  return score.chairs[bar]?.some((c) => c.role === chair.role && c.instrument === chair.instrument) ?? false;
}

/** What an instrument plays that reads a part of its own. */
function ownPart(score: Score, { role, instrument }: Chair): ScoreNote[] {
  if (role === 'drums') return writeDrums(score, instrument as Drums & Instrument);
  return role === 'harmony' ? writeComping(score, instrument) : writeFigure(score, instrument);
}
