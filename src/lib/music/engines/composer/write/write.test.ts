import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyBrief } from '../../../../../../tests/fixtures/any-brief.ts';
import { briefFor } from '../../../../../../tests/fixtures/briefs.ts';
import {
  chordToneShare,
  climaxes,
  leaps,
  notesOf,
  parallels,
  stepShare,
  tonesOf,
  tuneDistance,
  tuneOf,
  voicesOf,
} from '../../../../../../tests/fixtures/hearing.ts';
import { Brief } from '../../../../core/brief.ts';
import { EMOTIONS, INTENTS } from '../../../../core/emotion.ts';
import { Piece } from '../../../piece.ts';
import { scaleOf, tonicOf } from './scale.ts';
import { write } from './write.ts';

const SEEDS = Array.from({ length: 20 }, (_, i) => 1 + i * 7919);
const KINDS = EMOTIONS.flatMap((emotion) =>
  INTENTS.flatMap((intent) => [30, 120].map((duration) => ({ emotion, intent, duration }))),
);
const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

describe.each(KINDS)('$emotion, $intent, $duration s: structure you can hear in 20 seeds', (kind) => {
  const brief = briefFor(kind.emotion, kind.intent, kind.duration);
  const pieces = SEEDS.map((seed) => write(brief, seed));

  it('goes through the sections of the brief, each within a bar of its time', () => {
    for (const { bars } of pieces) {
      expect([...new Set(bars.map((bar) => bar.section))]).toEqual(brief.sections.map((s) => s.name));
      for (const section of brief.sections) {
        const own = bars.filter((bar) => bar.section === section.name);
        expect(Math.abs(own[0]!.start - section.start)).toBeLessThanOrEqual(240 / own[0]!.bpm);
        expect(own.every((bar) => bar.key === section.key)).toBe(true);
      }
    }
  });

  it('lets every instrument of a section play in it', () => {
    for (const piece of pieces) {
      for (const section of brief.sections.filter((s) => s.name !== 'settle')) {
        const own = piece.bars.filter((bar) => bar.section === section.name);
        // what leads into the next section may come up to a beat before it
        const [from, to] = [own[0]!.start - 0.05, own.at(-1)!.end - 60 / own.at(-1)!.bpm - 0.05];
        const playing = piece.parts.filter((p) => p.notes.some((n) => n.start >= from && n.start < to));
        expect(new Set(playing.map((p) => p.instrument))).toEqual(new Set(section.instruments));
      }
    }
  });

  it('sings in the key: notes of the mode or of the chord', () => {
    for (const piece of pieces) {
      const outside = tuneOf(piece).filter(({ bar, pitch }) => {
        const { [bar]: here, [bar + 1]: next } = piece.bars;
        const near = [here!, next ?? here!].flatMap((b) => [...scaleOf(b.key), ...tonesOf(b)]);
        return !near.includes(pitch % 12);
      });
      expect(outside).toEqual([]);
    }
  });

  it('puts chord notes on the heavy beats', () => {
    const shares = pieces.map(chordToneShare);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.65);
    expect(mean(shares)).toBeGreaterThanOrEqual(0.88);
  });

  it('moves by steps, and turns back by a step after a leap', () => {
    expect(mean(pieces.map(stepShare))).toBeGreaterThanOrEqual(0.7);
    const found = pieces.map(leaps);
    const all = found.reduce((sum, l) => sum + l.all, 0);
    expect(found.reduce((sum, l) => sum + l.recovered, 0)).toBeGreaterThanOrEqual(0.9 * all);
  });

  it('reaches one climax, near 62%', () => {
    for (const piece of pieces) {
      const found = climaxes(piece);
      expect(found).toHaveLength(1);
      expect(found[0]).toBeGreaterThan(0.5);
      expect(found[0]).toBeLessThan(0.75);
    }
  });

  it('breathes: the tune rests between phrases', () => {
    for (const piece of pieces) {
      const tune = tuneOf(piece);
      const rests = tune.slice(1).filter((n, i) => {
        const before = tune[i]!;
        return n.start - before.start - before.duration > 15 / piece.bars[before.bar]!.bpm;
      });
      expect(rests.length).toBeGreaterThanOrEqual(piece.bars.length / 8);
    }
  });

  it('is another tune for every seed', () => {
    pieces.forEach((piece, i) =>
      pieces.slice(0, i).forEach((other) => expect(tuneDistance(piece, other)).toBeGreaterThan(0.25)),
    );
  });

  it('leads its voices without parallels, crossings or wide gaps', () => {
    for (const piece of pieces) expectGoodVoices(piece);
  });

  it('ends at home, and lets the last chord ring', () => {
    for (const piece of pieces) {
      const bar = piece.bars.at(-1)!;
      const last = ['melody', 'harmony', 'arpeggio', 'bass'].flatMap((role) =>
        notesOf(piece, role as 'melody').filter((n) => n.start + n.duration > bar.start + 0.5),
      );
      const low = last.reduce((a, b) => (b.pitch < a.pitch ? b : a));
      expect(low.pitch % 12).toBe(tonicOf(bar.key));
      expect(Math.max(...last.map((n) => n.start + n.duration))).toBeGreaterThan(piece.duration - 1.5);
    }
  });
});

/** Neighbours 2 to 9 semitones apart, above the bass, no forbidden parallels; `arpeggio` may break chords as it likes. */
function expectGoodVoices(piece: Piece): void {
  for (const part of piece.parts.filter((p) => p.role === 'harmony')) {
    expect(parallels(piece, part)).toBe(0);
    for (const { bass, upper } of voicesOf(piece, part)) {
      const gaps = upper.slice(1).map((pitch, i) => pitch - upper[i]!);
      expect(gaps.every((gap) => gap >= 2 && gap <= 9)).toBe(true);
      if (bass !== undefined && upper[0] !== undefined) expect(upper[0]).toBeGreaterThan(bass);
    }
  }
}

describe('write', () => {
  it('writes sound music for any brief that the schema allows', () => {
    fc.assert(
      fc.property(anyBrief, fc.nat(), (brief, seed) => {
        expect(Brief.safeParse(brief).success).toBe(true);
        const piece = Piece.parse(write(brief, seed));
        expect(piece.bars.at(-1)!.end).toBe(brief.duration);
        const listed = new Set(brief.sections.flatMap((s) => s.instruments));
        for (const part of piece.parts) {
          expect(listed).toContain(part.instrument);
          const ends = new Map<number, number>();
          part.notes.forEach((note, i) => {
            expect(note.start + note.duration).toBeLessThanOrEqual(brief.duration + 1e-9);
            expect(note.start).toBeGreaterThanOrEqual(part.notes[i - 1]?.start ?? 0);
            expect(note.start).toBeGreaterThanOrEqual((ends.get(note.pitch) ?? 0) - 1e-9);
            ends.set(note.pitch, note.start + note.duration);
          });
        }
        expectGoodVoices(piece);
      }),
      { numRuns: 150 },
    );
  });

  it('leaves out the doubled voice where four can not move without parallels', () => {
    const section = { name: 'match', dynamic: 'pp', density: 0, affect: { valence: 0, arousal: 0 } };
    const stuck = Brief.parse({
      ...briefFor('angry', 'soothe', 5),
      genre: 'lo-fi',
      tempo: { start: 135.6324, end: 40 },
      mix: { reverb: 0, warmth: 0, brightness: 0, hiss: 0 },
      mood: [],
      avoid: [],
      words: '',
      prompt: 'Anything.',
      sections: [
        {
          ...section,
          key: { tonic: 'E', mode: 'ionian' },
          progression: ['iiisus2', 'ivsus2', 'I'],
          instruments: ['synth', 'piano'],
          start: 0,
          end: 2.6807753899510747,
        },
        {
          ...section,
          key: { tonic: 'C', mode: 'ionian' },
          progression: ['I'],
          instruments: ['piano'],
          start: 2.6807753899510747,
          end: 5,
        },
      ],
    });
    expectGoodVoices(write(stuck, 0));
  });

  it('repeats itself to the bit, and another seed changes more than the tune', () => {
    const brief = briefFor('sad', 'soothe', 120);
    expect(JSON.stringify(write(brief, 7))).toBe(JSON.stringify(write(brief, 7)));
    const [a, b] = [write(brief, 7), write(brief, 8)];
    const changed = a.parts.filter((part) => {
      const other = b.parts.find((p) => p.role === part.role && p.instrument === part.instrument);
      return part.notes.map((n) => n.pitch).join() !== other?.notes.map((n) => n.pitch).join();
    });
    expect(new Set(changed.map((p) => p.role)).size).toBeGreaterThanOrEqual(3);
  });

  it('swells by two decibels a breath, and stays within what a listener follows without the volume', () => {
    for (const emotion of EMOTIONS) {
      const { swells, duration } = write(briefFor(emotion, 'soothe', 120), 1);
      expect(swells[0]?.time).toBe(0);
      expect(swells.at(-1)?.time).toBe(duration);
      const decibels = swells.map((s) => s.decibels);
      expect(Math.max(...decibels) - Math.min(...decibels)).toBeLessThan(15);
      expect(Math.max(...decibels) - Math.min(...decibels)).toBeGreaterThan(4);
    }
  });
});
