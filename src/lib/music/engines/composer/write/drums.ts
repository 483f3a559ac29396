import type { ScoreBar } from './harmony.ts';
import { DRUM, FILLS, groovesFor } from './grooves.ts';
import type { DrumName, Groove } from './grooves.ts';
import { randomFor } from './random.ts';
import type { Score, ScoreNote } from './score.ts';

/** What counts as a drum set. */
export type Drums = 'kit' | 'brushes' | 'toms';

const SIXTEENTH = 0.25;

/** Writes a drum part: a groove per piece, ghost notes by chance, a fill where a stretch of eight bars or a section ends. */
export function writeDrums(score: Score, instrument: Drums): ScoreNote[] {
  const random = randomFor(score.seed, `drums ${instrument}`);
  const grooves = groovesFor(score.brief.genre, instrument);
  const full = random.pick(grooves.full);
  const fill = random.pick(FILLS[instrument]);
  return score.bars.flatMap((bar) => {
    const here = score.chairs[bar.index]?.some((c) => c.role === 'drums' && c.instrument === instrument);
    if (!here || isFadingOut(bar)) return [];
    if (bar.last) return strokes({ [instrument === 'toms' ? 'floor' : 'kick']: '5' }, bar, 0, 4);
    const groove = bar.density < 0.4 ? grooves.sparse : full;
    const filled = bar.fill && bar.density >= 0.3;
    const played = strokes(groove, bar, 0, filled ? 2 : 4);
    const ghosts = played.filter((n) => n.accent > 0.3 || random.next() < 0.75);
    return filled ? [...ghosts, ...strokes(fill, bar, 2, 4)] : ghosts;
  });
}

/** The drums leave a piece before its end: they are silent in the second half of a settling section but for its last bar. */
function isFadingOut(bar: ScoreBar): boolean {
  return bar.section.name === 'settle' && !bar.last && bar.bars > 2 && bar.bar >= bar.bars / 2;
}

function strokes(groove: Groove, bar: ScoreBar, from: number, to: number): ScoreNote[] {
  return (Object.keys(groove) as DrumName[]).flatMap((name) =>
    [...(groove[name] as string)].flatMap((mark, i) => {
      const beat = from + i * SIXTEENTH;
      const strength = Number(mark);
      if (!(strength > 0) || beat >= to) return [];
      return [{ bar: bar.index, beat, beats: SIXTEENTH, pitch: DRUM[name], accent: strength / 8 }];
    }),
  );
}
