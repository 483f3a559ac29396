import type { Genre } from '../../../../core/brief.ts';
import type { ScoreBar } from './harmony.ts';
import { randomFor } from './random.ts';
import { pitchClass } from './scale.ts';
import { readRhythm } from './score.ts';
import type { Score, ScoreNote } from './score.ts';
import { within } from './voicing.ts';

/**
 * Bars of bass in eighths, from the sparsest to the busiest: R root, 5 fifth, 8 octave, 3 third, a a note that leads to
 * the next root, - held, . rest.
 */
const LINES: Record<Genre, readonly (readonly string[])[]> = {
  'lo-fi': [['R-------'], ['R-----5-', 'R---..a-', 'R--R----'], ['R--5..a-', 'R--R.5a-', 'R-.R5-8a']],
  ambient: [['R-------'], ['R-------'], ['R-----5-', 'R---5---']],
  'classical-piano': [['R-------'], ['R---5---', 'R-------'], ['R---5-a-', 'R-3-5-a-']],
  rnb: [['R-------'], ['R--R----', 'R---..a-'], ['R--R.8.a', 'R-.R.5a-', 'R.-R..8a']],
  pop: [['R-------'], ['R---R---', 'R--R--R-'], ['R-R-5-R-', 'R--RR-a-', 'R-R-8-a-']],
  cinematic: [['R-------'], ['R-------', 'R---8---'], ['R---5-8-', 'R-R-R-R-']],
  'folk-guitar': [['R-------'], ['R---5---'], ['R---5-a-', 'R-5-R-a-']],
  electronic: [['R-------'], ['..R-..R-', 'R--R--R-'], ['.R.R.R.R', 'R-8.R-8.', 'RR8RRR8a']],
  rock: [['R-------'], ['R-R-R-R-', 'R---R-R-'], ['RRRRRRRa', 'RR5RRR8a', 'R-RRR-5a']],
  metal: [['R-------'], ['R-R-R-R-'], ['RRRRRRRR', 'R-RRR-RR', 'RRR-RRR8']],
  industrial: [['R-------'], ['R-R-R-R-', 'R.R.R.R.'], ['R.RRR.R8', 'RRRRRRRR', 'R.R.8.RR']],
};

/** Writes the bass line: each bar's bass note on its first beat, then what the genre plays above it. */
export function writeBass(score: Score): ScoreNote[] {
  const random = randomFor(score.seed, 'bass');
  const lines = LINES[score.brief.genre].map((choices) => random.pick(choices));
  return score.bars.flatMap((bar) => {
    if (!score.chairs[bar.index]?.some((c) => c.role === 'bass')) return [];
    const { bass } = score.voicings[bar.index] as { bass: number };
    if (bar.last) return [{ bar: bar.index, beat: 0, beats: 4, pitch: bass, accent: 1 }];
    const level = bar.density < 0.34 ? 0 : bar.density < 0.62 ? 1 : 2;
    const next = score.voicings[bar.index + 1]?.bass ?? bass;
    return readRhythm(lines[level] as string).map(({ beat, beats, mark }) => ({
      bar: bar.index,
      beat,
      beats,
      pitch: pitchFor(mark, bar, bass, next),
      accent: beat === 0 ? 1.05 : beat % 1 === 0 ? 0.95 : 0.85,
    }));
  });
}

function pitchFor(mark: string, bar: ScoreBar, bass: number, next: number): number {
  if (mark === 'a') return leadTo(next, bass, bar);
  // over a held bass the chord's own fifth may clash with it, its octave can't
  const held = bar.chord.bass !== bar.chord.root;
  if (mark === '8' || (held && mark !== 'R')) return bass + 12;
  const above = (tone: number) => bass + pitchClass(tone - bass);
  if (mark === '5') return above(bar.chord.fifth);
  return mark === '3' ? above(bar.chord.third) : bass;
}

/** A step of the scale next to the coming note, from the side where the bass is; the fifth where the bass stays. */
function leadTo(next: number, bass: number, bar: ScoreBar): number {
  if (next === bass) return bass + pitchClass(bar.chord.fifth - bass);
  const side = next > bass ? -1 : 1;
  const steps = within(next - 2, next + 2, bar.scale).filter((p) => Math.sign(p - next) === side);
  return steps.find((p) => p !== bass) ?? bass;
}
