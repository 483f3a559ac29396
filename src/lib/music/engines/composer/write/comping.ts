import type { Genre, Instrument } from '../../../../core/brief.ts';
import { SUSTAINING } from './orchestration.ts';
import { randomFor } from './random.ts';
import { readRhythm } from './score.ts';
import type { Beat, Score, ScoreNote } from './score.ts';
import type { ScoreBar } from './harmony.ts';
import { beatsIn } from './tempo.ts';

/** Bars of chords in eighths, from the sparsest to the busiest: x a chord, o a light one. */
const RHYTHMS: Record<Genre, readonly (readonly string[])[]> = {
  'lo-fi': [['x-------'], ['x--x----', 'x---.o--'], ['x--x.o--', '.-x-.-x-', 'x--o-.x-']],
  ambient: [['x-------'], ['x-------'], ['x---o---', 'x-----o-']],
  'classical-piano': [['x-------'], ['x---o---'], ['x-o-x-o-', 'x---o-o-']],
  rnb: [['x-------'], ['x--x----', 'x-----o-'], ['x--x.-o-', '.-x--o--', 'x-.x-o--']],
  pop: [['x-------'], ['x---x---', 'x--x----'], ['x-o-x-o-', 'x--x--x-']],
  cinematic: [['x-------'], ['x-------', 'x---o---'], ['x-o-o-o-', 'x---x---']],
  'folk-guitar': [['x-------'], ['x---o---'], ['x-o-x-oo', 'x--ox-o-']],
  electronic: [['x-------'], ['x--x--x-', '.-x-.-x-'], ['..x...x.', 'x..x..x.', '.x.x.x.x']],
  rock: [['x-------'], ['x---x---'], ['x-x-x-x-', 'x--x--x-']],
  metal: [['x-------'], ['x-------'], ['x---x---', 'x--x--x-']],
  industrial: [['x-------'], ['x---x---'], ['x.x.x.x.', 'x--x--x-']],
};
/** Seconds from the lowest to the next note of a chord on keys; reference/music.md. */
const STRUM = 0.012;
/** Quarter notes that the last bar lasts for its chord to be echoed. */
const ECHO = 5.5;

/**
 * Writes the chords of one instrument. Sustained ones hold each voice until it moves; the others play a rhythm of the
 * genre, their notes a little apart as fingers are.
 */
export function writeComping(score: Score, instrument: Instrument): ScoreNote[] {
  const held = SUSTAINING.includes(instrument);
  const random = randomFor(score.seed, `comping ${instrument}`);
  const chosen = RHYTHMS[score.brief.genre].map((choices) => random.pick(choices));
  const notes: ScoreNote[] = [];
  let sounding = new Map<number, ScoreNote>();
  for (const bar of score.bars) {
    const plays = score.chairs[bar.index]?.some((c) => c.role === 'harmony' && c.instrument === instrument);
    const { upper } = score.voicings[bar.index] as { upper: readonly number[] };
    if (!plays) {
      sounding = new Map();
    } else if (held) {
      sounding = hold(notes, sounding, upper, bar.index, bar.bar === 0 || bar.last);
    } else {
      const level = bar.density < 0.34 ? 0 : bar.density < 0.66 ? 1 : 2;
      const gap = (STRUM * bar.bpm) / 60;
      const rhythm = bar.last ? lastChords(bar) : readRhythm(chosen[level] as string);
      for (const { beat, beats, mark } of rhythm) {
        const accent = mark === 'x' ? (beat === 0 ? 1 : 0.9) : 0.72;
        upper.forEach((pitch, i) =>
          notes.push({ bar: bar.index, beat: beat + i * gap, beats: beats - i * gap, pitch, accent }),
        );
      }
    }
  }
  return notes;
}

/** The last chord, and where there is time for it to die away, a soft echo of it. */
function lastChords(bar: ScoreBar): Beat[] {
  const first = { beat: 0, beats: 4, mark: 'x' };
  return beatsIn(bar) >= ECHO ? [first, { beat: 4, beats: 4, mark: 'o' }] : [first];
}

/** Ties the voices that stay and begins those that move. */
function hold(
  notes: ScoreNote[],
  sounding: ReadonlyMap<number, ScoreNote>,
  upper: readonly number[],
  bar: number,
  afresh: boolean,
): Map<number, ScoreNote> {
  const now = new Map<number, ScoreNote>();
  for (const pitch of upper) {
    const tied = afresh ? undefined : sounding.get(pitch);
    if (tied) tied.beats += 4;
    const note = tied ?? { bar, beat: 0, beats: 4, pitch, accent: 1 };
    if (!tied) notes.push(note);
    now.set(pitch, note);
  }
  return now;
}
