import { describe, expect, test } from 'vitest';
import { clippedShare } from '../src/lib/audio/clipped-share.ts';
import { hopPowers } from '../src/lib/audio/loudness/hop-powers.ts';
import { loudnessRange } from '../src/lib/audio/loudness/loudness-range.ts';
import { concat } from '../src/lib/core/audio.ts';
import type { Brief } from '../src/lib/core/brief.ts';
import { EMOTIONS, type Emotion } from '../src/lib/core/emotion.ts';
import { render } from '../src/lib/music/engines/composer/sound/render.ts';
import { write } from '../src/lib/music/engines/composer/write/write.ts';
import type { Piece } from '../src/lib/music/piece.ts';
import { draft } from '../src/lib/workflow/rules/draft.ts';
import { chordToneShare, notesOf, parallels, tuneDistance } from './fixtures/hearing.ts';
import { peak } from './sound/measure.ts';

const SEEDS = Array.from({ length: 20 }, (_, index) => 1000 + index);

describe.each(EMOTIONS)('%s, soothed in 20 ways', (emotion) => {
  const takes = SEEDS.map((seed) => heard(emotion, seed));

  test('the tempo goes the way of the brief, at most 3 % a bar', () => {
    for (const { brief, piece } of takes) {
      const tempi = piece.bars.map(({ bpm }) => bpm);
      const way = Math.sign(brief.tempo.end - brief.tempo.start);
      expect(Math.abs(tempi[0]! / brief.tempo.start - 1)).toBeLessThan(0.05);
      expect(Math.abs(tempi.at(-1)! / brief.tempo.end - 1)).toBeLessThan(0.05);
      for (const [index, bpm] of tempi.slice(1).entries()) {
        const step = bpm / tempi[index]!;
        expect(Math.abs(step - 1)).toBeLessThanOrEqual(0.0301);
        expect(Math.sign(step - 1) * way).toBeGreaterThanOrEqual(0);
      }
    }
  });

  test('sections and modes come in the order of the brief', () => {
    for (const { brief, piece } of takes) {
      const order = piece.bars.filter((bar, index) => bar.section !== piece.bars[index - 1]?.section);
      expect(order.map(({ section, key }) => ({ section, key }))).toEqual(
        brief.sections.map(({ name, key }) => ({ section: name, key })),
      );
    }
  });

  test('strong beats carry chord tones, and no voices move in forbidden parallels', () => {
    const shares = takes.map(({ piece }) => chordToneShare(piece));
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThan(0.85);
    const chords = takes.flatMap(({ piece }) =>
      piece.parts.filter(({ role }) => role === 'harmony').map((part) => parallels(piece, part)),
    );
    expect(chords.length).toBeGreaterThan(0);
    expect(chords.filter((found) => found > 0)).toEqual([]);
  });

  test('no two tunes are alike', () => {
    for (const [index, { piece }] of takes.entries()) {
      expect(notesOf(piece, 'melody').length).toBeGreaterThan(8);
      for (const other of takes.slice(0, index))
        expect(tuneDistance(piece, other.piece)).toBeGreaterThan(0.25);
    }
  });

  test('it breathes: a loudness range of 3 to 10 LU, and nothing clips', () => {
    for (const [index, { piece }] of takes.entries()) {
      const audio = concat([...render(piece)]);
      const range = loudnessRange(hopPowers(audio));
      expect(range, `seed ${SEEDS[index]}`).toBeGreaterThanOrEqual(3);
      expect(range, `seed ${SEEDS[index]}`).toBeLessThanOrEqual(10);
      expect(clippedShare(audio), `seed ${SEEDS[index]}`).toBe(0);
      expect(
        Math.max(...audio.channels.map((channel) => peak(channel))),
        `seed ${SEEDS[index]}`,
      ).toBeLessThan(1);
    }
  });
});

/** @returns 30 s of soothing music, as a listener gets it who asks again and again: the draft and its piece. */
function heard(emotion: Emotion, seed: number): { brief: Brief; piece: Piece } {
  const brief = draft({ emotion, affect: null, intent: 'soothe', duration: 30, seed });
  return { brief, piece: write(brief, seed) };
}
