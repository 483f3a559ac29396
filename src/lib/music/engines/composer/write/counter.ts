import type { ScoreBar } from './harmony.ts';
import type { Score, ScoreNote } from './score.ts';
import { within } from './voicing.ts';

const RANGE = { low: 55, high: 76 };
/** Quarter notes that a gap needs for an answer. */
const ROOM = 1;

/**
 * Answers the melody: where it rests or holds, a second voice sings a guide tone (third, seventh or other colour) near
 * its last one, reached by a passing note where there is time.
 */
export function writeCounter(score: Score, melody: readonly ScoreNote[]): ScoreNote[] {
  let last = 64;
  return score.bars.flatMap((bar) => {
    if (!score.chairs[bar.index]?.some((c) => c.role === 'counter')) return [];
    const free = widestGap(bar, melody);
    // a melody without gaps is held against, but not in every bar
    if (free.beats < ROOM && bar.phraseBar % 2 === 0) return [];
    const gap = free.beats < ROOM ? { beat: 0, beats: 4 } : free;
    const guides = bar.last ? [bar.chord.root, bar.chord.fifth] : [bar.chord.third, ...bar.chord.colours];
    const ceiling = melody
      .filter((n) => n.bar === bar.index)
      .reduce((low, n) => Math.min(low, n.pitch), RANGE.high + 1);
    const reach = within(RANGE.low, Math.max(RANGE.low + 12, ceiling - 1), guides);
    const pitch = reach.reduce((a, b) => (Math.abs(b - last) < Math.abs(a - last) ? b : a));
    const from = last;
    last = pitch;
    const note = (beat: number, beats: number, p: number, accent: number) => ({
      bar: bar.index,
      beat,
      beats,
      pitch: p,
      accent,
    });
    const between = passing(bar, from, pitch);
    if (between === null || gap.beats < 2.5) return [note(gap.beat, gap.beats, pitch, 0.9)];
    return [note(gap.beat, 1, between, 0.8), note(gap.beat + 1, gap.beats - 1, pitch, 0.9)];
  });
}

/** The longest stretch of a bar in which the melody begins no note, nor the lead-in to the next bar, to half a beat. */
export function widestGap(
  bar: Pick<ScoreBar, 'index'>,
  melody: readonly ScoreNote[],
): { beat: number; beats: number } {
  const own = melody.filter((n) => n.bar === bar.index && n.beat >= 0).map((n) => n.beat);
  const pickups = melody.filter((n) => n.bar === bar.index + 1 && n.beat < 0).map((n) => 4 + n.beat);
  const onsets = [...own, ...pickups];
  const edges = [0, ...onsets.map((beat) => beat + 0.5), 4];
  const starts = [...onsets, 4];
  let widest = { beat: 0, beats: 0 };
  starts.forEach((end, i) => {
    const beat = edges[i] as number;
    if (end - beat > widest.beats) widest = { beat, beats: end - beat };
  });
  return widest;
}

/** A note of the scale next to `to` on the way from `from`. */
function passing(bar: ScoreBar, from: number, to: number): number | null {
  if (from === to) return null;
  const way = from < to ? -1 : 1;
  const [near] = within(Math.min(to + way, to + 2 * way), Math.max(to + way, to + 2 * way), bar.scale);
  return near ?? null;
}
