import { describe, expect, it } from 'vitest';
import { briefFor } from '../../../../../../tests/fixtures/briefs.ts';
import { notesOf, tonesOf } from '../../../../../../tests/fixtures/hearing.ts';
import type { Genre } from '../../../../core/brief.ts';
import type { Note, Piece } from '../../../piece.ts';
import { write } from './write.ts';

const SEEDS = Array.from({ length: 10 }, (_, i) => i);
const inGenre = (genre: Genre) =>
  SEEDS.map((seed) => write({ ...briefFor('happy', 'soothe', 120), genre }, seed));

/** Beats from the bar line, with the bar. */
function placed(piece: Piece, note: Note) {
  const bar = piece.bars.findLast((b) => b.start <= note.start + 0.045)!;
  return { bar, beat: ((note.start - bar.start) * bar.bpm) / 60 };
}

/** Seconds by which drum strokes miss the sixteenth they mean. */
function misses(pieces: readonly Piece[]): number[] {
  return pieces.flatMap((piece) =>
    notesOf(piece, 'drums').map((note) => {
      const { bar, beat } = placed(piece, note);
      return ((beat - Math.round(beat * 4) / 4) * 60) / bar.bpm;
    }),
  );
}

const deviation = (values: readonly number[]) =>
  Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);

describe('perform', () => {
  it('is loose by a few milliseconds, never sloppy', () => {
    const found = misses(inGenre('electronic'));
    expect(deviation(found)).toBeGreaterThan(0.005);
    expect(deviation(found)).toBeLessThan(0.0085);
    expect(Math.max(...found.map(Math.abs))).toBeLessThan(0.03);
  });

  it('swings the off-beats of a lazy genre, and only late', () => {
    const offBeats = (genre: Genre) =>
      inGenre(genre).flatMap((piece) =>
        notesOf(piece, 'drums').flatMap((note) => {
          const { beat } = placed(piece, note);
          const sixteenth = Math.round(beat * 4 - 0.1);
          return sixteenth % 2 === 1 ? [beat * 4 - sixteenth] : [];
        }),
      );
    const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
    expect(mean(offBeats('lo-fi'))).toBeGreaterThan(0.12);
    expect(mean(offBeats('lo-fi'))).toBeLessThan(0.22);
    expect(Math.abs(mean(offBeats('electronic')))).toBeLessThan(0.02);
  });

  it('strikes no two strokes of a drum alike', () => {
    for (const piece of inGenre('electronic')) {
      const kicks = notesOf(piece, 'drums').filter((n) => n.pitch === 36);
      expect(new Set(kicks.map((n) => n.velocity)).size).toBe(kicks.length);
    }
  });
});

describe('drums', () => {
  it('lead over every eighth bar and out of every section with a fill', () => {
    for (const piece of inGenre('pop')) {
      const strokes = notesOf(piece, 'drums');
      const secondHalf = (index: number) => {
        const bar = piece.bars[index]!;
        const own = strokes.filter((n) => placed(piece, n).bar === bar && placed(piece, n).beat > 1.9);
        return own
          .map((n) => n.pitch)
          .sort((a, b) => a - b)
          .join();
      };
      const theme = piece.bars.findIndex((b) => b.section === 'variation');
      expect(secondHalf(theme + 7)).not.toBe(secondHalf(theme + 5));
      const last = piece.bars.findLastIndex((b) => b.section === 'variation');
      expect(secondHalf(last)).toBe(secondHalf(theme + 7));
    }
  });
});

describe('the counter-melody', () => {
  it('sings guide tones, mostly where the tune begins no note', () => {
    const pieces = SEEDS.map((seed) => write(briefFor('sad', 'soothe', 120), seed));
    for (const piece of pieces) {
      const tune = notesOf(piece, 'melody');
      const answers = notesOf(piece, 'counter');
      expect(answers.length).toBeGreaterThan(5);
      expect(new Set(answers.map((n) => placed(piece, n).bar.section))).toEqual(
        new Set(['variation', 'target']),
      );
      const long = answers.filter((n) => (n.duration * placed(piece, n).bar.bpm) / 60 > 1.5);
      const guides = long.filter((n) =>
        tonesOf(placed(piece, n).bar)
          .slice(1)
          .includes(n.pitch % 12),
      );
      expect(guides).toEqual(long);
      const free = answers.filter((n) => tune.every((t) => Math.abs(t.start - n.start) > 0.15));
      expect(free.length).toBeGreaterThan(answers.length / 2);
    }
  });
});
