import type { Genre, Instrument } from '../../../../core/brief.ts';
import { randomFor } from './random.ts';
import { readRhythm } from './score.ts';
import type { Score, ScoreNote } from './score.ts';

/**
 * Bars of broken chords in eighths, from the sparsest to the busiest: 1 to 4 voices from low to high, 0 the bass note an
 * octave up, S a whole chord, P a power chord, p a short one.
 */
const FIGURES: Record<Genre, readonly (readonly string[])[]> = {
  'lo-fi': [
    ['1---3---', '2---3---'],
    ['1-3-2-3-', '1-2-3---', '3-2-1---'],
    ['1-32.31-', '13-2.3-2'],
  ],
  ambient: [
    ['1---3---', '3-------'],
    ['1-2-3-2-', '3-1-2---'],
    ['12323232', '3-2-1-2-'],
  ],
  'classical-piano': [
    ['1---3---', '1-2-3---'],
    ['1-3-2-3-', '1-2-3-2-'],
    ['13231323', '12321232', '12313231'],
  ],
  rnb: [
    ['S-------', '1---3---'],
    ['S--S----', '.-S--S--'],
    ['S--S.S--', '1-S.-S3-'],
  ],
  pop: [
    ['S-------', '1-2-3---'],
    ['1-3-2-3-', 'S---S---'],
    ['13231323', 'S-S-SS-S', '1-323-2-'],
  ],
  cinematic: [['1---3---'], ['1-2-3-2-', '0-1-2-3-'], ['01232123', '12321232']],
  'folk-guitar': [
    ['0---2---', '0-1-3---'],
    ['0-2-1-3-', '0-12-3-2'],
    ['02130213', '0213-213', '0-S-0-SS'],
  ],
  electronic: [['1---3---'], ['1-2-3-2-', '3-2-1-3-'], ['12312312', '13231323', '31213121']],
  rock: [['P-------'], ['P---P---', 'P--P--P-'], ['PpppPppp', 'P-PpP-Pp', 'PppPppP-']],
  metal: [['P-------'], ['P-p-P-p-', 'P--ppp--'], ['pppPpppP', 'PppPppPp', 'Ppp-Ppp-']],
  industrial: [['P-------'], ['P-.-P-.-', 'P.P.P.P.'], ['P.pPP.p.', 'PpPpPpPp', 'p.pPp.pP']],
};
const POWER = /[Pp]/;
/** Quarter notes between the strings of a strum, and of the last chord, which is rolled. */
const STRUM = 0.035;
const ROLL = 0.18;

/** Writes the figure that moves inside the harmony: broken chords, picked or strummed strings, power chords. */
export function writeFigure(score: Score, instrument: Instrument): ScoreNote[] {
  const random = randomFor(score.seed, `figure ${instrument}`);
  const chosen = FIGURES[score.brief.genre].map((choices) => random.pick(choices));
  const plain = FIGURES.pop.map((choices) => random.pick(choices));
  return score.bars.flatMap((bar) => {
    if (!score.chairs[bar.index]?.some((c) => c.role === 'arpeggio' && c.instrument === instrument))
      return [];
    const { bass, upper } = score.voicings[bar.index] as { bass: number; upper: readonly number[] };
    const strum = (pitches: readonly number[], beat: number, beats: number, gap: number, accent: number) =>
      pitches.map((pitch, i) => ({
        bar: bar.index,
        beat: beat + i * gap,
        beats: beats - i * gap,
        pitch,
        accent,
      }));
    if (bar.last) return strum([bass + 12, ...upper], 0, 4, ROLL, 0.9);

    const level = bar.density < 0.34 ? 0 : bar.density < 0.66 ? 1 : 2;
    const written = chosen[level] as string;
    const pattern =
      POWER.test(written) && instrument !== 'electric-guitar' ? (plain[level] as string) : written;
    return readRhythm(pattern).flatMap(({ beat, beats, mark }) => {
      const accent = beat === 0 ? 1 : beat % 1 === 0 ? 0.9 : 0.8;
      if (mark === 'S')
        return strum(beat % 1 === 0 ? upper : [...upper].reverse(), beat, beats, STRUM, accent);
      if (mark === 'P' || mark === 'p') {
        return strum(power(bar.chord.root, bar.chord.fifth), beat, mark === 'p' ? 0.25 : beats, 0.02, accent);
      }
      const voice = Number(mark);
      const pitch = voice === 0 ? bass + 12 : upper[Math.min(voice, upper.length) - 1];
      return pitch === undefined
        ? []
        : [{ bar: bar.index, beat, beats: ring(beats, instrument), pitch, accent }];
    });
  });
}

/** Plucked and struck strings go on sounding under the notes that follow. */
function ring(beats: number, instrument: Instrument): number {
  return instrument === 'synth' || instrument === 'electric-guitar' ? beats : beats + 0.5;
}

/** Root, fifth and octave, low on the guitar's neck. */
function power(root: number, fifth: number): number[] {
  const low = root >= 4 ? 36 + root : 48 + root;
  const span = (fifth - root + 12) % 12;
  return [low, low + span, low + 12];
}
