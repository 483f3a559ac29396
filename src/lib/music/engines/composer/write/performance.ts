import type { Dynamic, Genre } from '../../../../core/brief.ts';
import type { Note, Part } from '../../../piece.ts';
import { SWING } from './grooves.ts';
import type { Random } from './random.ts';
import type { ScoreNote } from './score.ts';
import { secondsAt } from './tempo.ts';
import type { ScoreBar } from './harmony.ts';

/** How hard each dynamic is played. */
const TOUCH: Record<Dynamic, number> = { pp: 0.4, p: 0.48, mp: 0.56, mf: 0.64, f: 0.74 };
/** Standard deviation of a player's timing, seconds; reference/music.md gives 6 to 10 ms. */
const LOOSENESS: Record<Part['role'], number> = {
  melody: 0.009,
  counter: 0.01,
  harmony: 0.008,
  arpeggio: 0.007,
  bass: 0.007,
  drums: 0.006,
};
/** Share of a written length that sounds, so that repeated notes part. */
const LEGATO: Record<Part['role'], number> = {
  melody: 0.96,
  counter: 0.98,
  harmony: 0.99,
  arpeggio: 1,
  bass: 0.92,
  drums: 1,
};
const SHORTEST = 0.03;

/**
 * Plays a part as a person would: swung, a few milliseconds early or late, no two notes equally strong, as loud as the
 * section asks. The last chord is left to ring almost to the end of the piece.
 * @returns notes in order of start, within the piece, no two of one pitch at once
 */
export function perform(
  notes: readonly ScoreNote[],
  role: Part['role'],
  bars: readonly ScoreBar[],
  genre: Genre,
  random: Random,
): Note[] {
  const last = bars[bars.length - 1] as ScoreBar;
  const tail = Math.min(1, (last.end - last.start) * 0.2);
  const played = notes.map((note): Note => {
    const bar = bars[note.bar] as ScoreBar;
    const start = Math.max(
      0,
      timeAt(bars, note.bar, swung(note.beat, genre)) + random.normal() * LOOSENESS[role],
    );
    const ends = note.beat + note.beats;
    const written = timeAt(bars, note.bar, swung(ends, genre));
    const rings = role !== 'drums' && written > last.start + 1e-6 && (bar.last ? ends >= 4 : true);
    const end = rings ? last.end - tail : start + (written - start) * LEGATO[role];
    const velocity = TOUCH[bar.section.dynamic] * note.accent * (1 + 0.05 * random.normal());
    return {
      start,
      duration: Math.max(SHORTEST, Math.min(end, last.end) - start),
      pitch: note.pitch,
      velocity: Math.max(0.05, Math.min(1, velocity)),
    };
  });
  return untangle(played, last.end);
}

/** Moves the second of each pair of steps back by the genre's swing. */
function swung(beat: number, genre: Genre): number {
  const { amount, step } = SWING[genre];
  const pair = Math.floor(beat / (2 * step)) * 2 * step;
  const within = (beat - pair) / step;
  const moved = within < 1 ? within * (1 + amount) : 1 + amount + (within - 1) * (1 - amount);
  return pair + moved * step;
}

/** Seconds at a beat that may lie before or after its bar: time then goes by the tempo of the bar it falls into. */
function timeAt(bars: readonly ScoreBar[], index: number, beat: number): number {
  let at = index;
  let left = beat;
  while (left >= 4 && at < bars.length - 1) {
    left -= 4;
    at++;
  }
  while (left < 0 && at > 0) {
    left += 4;
    at--;
  }
  return secondsAt(bars[at] as ScoreBar, left);
}

/** Orders notes, keeps them within the piece and ends each before its pitch sounds again. */
function untangle(notes: readonly Note[], end: number): Note[] {
  const ordered = notes
    .filter((n) => n.start <= end - SHORTEST)
    .sort((a, b) => a.start - b.start || a.pitch - b.pitch);
  const kept: Note[] = [];
  const sounding = new Map<number, number>();
  for (const note of ordered) {
    const before = sounding.get(note.pitch);
    const earlier = before === undefined ? undefined : (kept[before] as Note);
    if (earlier && note.start - earlier.start < SHORTEST) continue;
    if (earlier && earlier.start + earlier.duration > note.start) {
      kept[before as number] = { ...earlier, duration: note.start - earlier.start };
    }
    sounding.set(note.pitch, kept.length);
    kept.push({ ...note, duration: Math.min(note.duration, end - note.start) });
  }
  return kept;
}
