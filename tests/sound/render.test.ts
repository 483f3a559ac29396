import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hopPowers } from '../../src/lib/audio/loudness/hop-powers.ts';
import { integratedLoudness } from '../../src/lib/audio/loudness/integrated-loudness.ts';
import type { Audio } from '../../src/lib/core/audio.ts';
import { GENRES } from '../../src/lib/core/brief.ts';
import { Piece } from '../../src/lib/music/piece.ts';
import { render } from '../../src/lib/music/engines/composer/sound/render.ts';
import { write } from '../../src/lib/music/engines/composer/write/write.ts';
import { genreBrief } from '../golden/genre-briefs.ts';
import { anyPiece, everybody, line, pieceOf } from './piece.ts';

const RATE = 44100;
/** -1 dBFS. */
const CEILING = 0.8913;

/** Joins the chunks, which must touch. */
function whole(piece: Piece, chunk?: number): Audio {
  const length = Math.round(piece.duration * RATE);
  const channels = [new Float32Array(length), new Float32Array(length)];
  let at = 0;
  for (const { start, sampleRate, channels: sides } of render(piece, chunk)) {
    expect([start, sampleRate, sides.length]).toEqual([at, RATE, 2]);
    sides.forEach((side, c) => channels[c]!.set(side, start));
    at += sides[0]!.length;
  }
  expect(at).toBe(length);
  return { sampleRate: RATE, channels };
}

/** Frames in which two sounds of one length differ. */
function differences(a: Audio, b: Audio): number {
  let count = 0;
  a.channels.forEach((side, c) => side.forEach((x, i) => (count += Number(x !== b.channels[c]![i]))));
  return count;
}

function rms(samples: Float32Array, from = 0, to = samples.length): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += samples[i]! * samples[i]!;
  return Math.sqrt(sum / (to - from));
}

test('any piece the schema allows gives finite sound below -1 dBFS, of exactly its length', () => {
  fc.assert(
    fc.property(anyPiece, (piece) => {
      Piece.parse(piece);
      for (const side of whole(piece).channels) {
        expect(side.every((x) => Math.abs(x) <= CEILING)).toBe(true);
      }
    }),
    { numRuns: 25 },
  );
});

test('the length is that of the piece to the frame', () => {
  for (const duration of [0.01, 0.5, 1.00001, 2.345678]) {
    const { channels } = whole(pieceOf([line('piano', [60], 1)], duration));
    expect(channels[0]!.length).toBe(Math.round(duration * RATE));
  }
});

test('the sound is the same however it is cut into chunks, and every time', () => {
  const piece = everybody(1);
  const once = whole(piece);
  for (const chunk of [997, 4096, 1e6]) expect(differences(whole(piece, chunk), once)).toBe(0);
  expect(differences(whole(piece), once)).toBe(0);
  expect(differences(whole({ ...piece, seed: 6 }), once)).toBeGreaterThan(1000);
});

test('nothing sounds in a piece without notes, nor before the first', () => {
  expect(whole(pieceOf([], 1)).channels.every((side) => rms(side) < 1e-9)).toBe(true);
  const late = line('piano', [60, 64], 1);
  late.notes = late.notes.map((note) => ({ ...note, start: note.start + 1 }));
  const [left] = whole(
    pieceOf([late], 4, { mix: { reverb: 1, warmth: 1, brightness: 1, hiss: 0 } }),
  ).channels;
  // Wow may be early by 60 frames.
  expect(rms(left!, 0, RATE - 60)).toBeLessThan(1e-9);
  expect(rms(left!, RATE, 1.5 * RATE)).toBeGreaterThan(0.005);
});

test('a note starts in the frame it is written for', () => {
  for (const start of [0, 0.1, 0.77777]) {
    const part = line('electric-piano', [72], 1);
    part.notes = part.notes.map((note) => ({ ...note, start, velocity: 1 }));
    const [left] = whole(pieceOf([part], 2)).channels;
    const first = left!.findIndex((x) => Math.abs(x) > 1e-4);
    expect(first - start * RATE).toBeGreaterThan(-1.5);
    expect(first - start * RATE).toBeLessThan(60);
  }
});

test('a part stands where it is panned, and in the middle both sides are alike', () => {
  const balance = (pan: number) => {
    const [left, right] = whole(pieceOf([line('flute', [72, 74, 76], 0.6, { pan })], 2)).channels;
    return 20 * Math.log10(rms(left!) / rms(right!));
  };
  expect(Math.abs(balance(0))).toBeLessThan(0.1);
  expect(balance(-0.5)).toBeGreaterThan(3);
  expect(balance(0.5)).toBeLessThan(-3);
});

test('reverb rings on where the notes have ended', () => {
  const tail = (reverb: number) => {
    const mix = { reverb, warmth: 0, brightness: 0.5, hiss: 0 };
    const [left] = whole(pieceOf([line('guitar', [60, 64], 0.5)], 6, { mix })).channels;
    return rms(left!, 2 * RATE, 3 * RATE) / rms(left!, 0, RATE);
  };
  expect(tail(0.8)).toBeGreaterThan(10 * tail(0));
  expect(tail(0.8)).toBeGreaterThan(tail(0.3));
});

test('brightness brightens, warmth darkens, hiss hisses', () => {
  const highs = (mix: Partial<Piece['mix']>) => {
    const all = { reverb: 0, warmth: 0, brightness: 0.5, hiss: 0, ...mix };
    const [left] = whole(pieceOf([line('synth', [60, 64, 67], 0.6)], 2, { mix: all })).channels;
    const slope = left!.map((x, i) => x - (left![i - 1] ?? 0));
    return rms(slope) / rms(left!);
  };
  const plain = highs({});
  expect(highs({ brightness: 1 })).toBeGreaterThan(1.05 * plain);
  expect(highs({ brightness: 0 })).toBeLessThan(0.95 * plain);
  expect(highs({ warmth: 1 })).toBeLessThan(plain);
  const [quiet] = whole(pieceOf([], 3, { mix: { reverb: 0, warmth: 0, brightness: 0.5, hiss: 1 } })).channels;
  const level = 20 * Math.log10(rms(quiet!));
  expect(level).toBeGreaterThan(-70);
  expect(level).toBeLessThan(-48);
});

test('swells are followed', () => {
  const piece = pieceOf([line('pad', [48], 8)], 8, {
    swells: [
      { time: 3, decibels: -12 },
      { time: 3.5, decibels: 0 },
    ],
  });
  const [left] = whole(piece).channels;
  const gain = 20 * Math.log10(rms(left!, 4 * RATE, 5 * RATE) / rms(left!, 2 * RATE, 3 * RATE));
  expect(gain).toBeGreaterThan(5);
  expect(gain).toBeLessThan(13);
});

describe.each(GENRES)('%s', (genre) => {
  const audio = whole(write(genreBrief(genre, 20), 17));
  const [left, right] = audio.channels;

  test('lies within 2 LU of -16 LUFS', () => {
    expect(Math.abs(integratedLoudness(hopPowers(audio))! + 16)).toBeLessThan(2);
  });

  test('ends in silence, without a step', () => {
    for (const side of audio.channels) {
      expect(Math.abs(side.at(-1)!)).toBeLessThan(1e-6);
      expect(rms(side, side.length - 2000)).toBeLessThan(0.01);
    }
  });

  test('is stereo, balanced, and holds in mono', () => {
    const middle = left!.map((l, i) => (l + right![i]!) / 2);
    const side = left!.map((l, i) => (l - right![i]!) / 2);
    expect(Math.abs(20 * Math.log10(rms(left!) / rms(right!)))).toBeLessThan(2.5);
    const width = 20 * Math.log10(rms(side) / rms(middle));
    expect(width).toBeGreaterThan(-20);
    expect(width).toBeLessThan(0);
  });

  test('carries no direct current and never clips', () => {
    for (const side of audio.channels) {
      expect(Math.abs(side.reduce((sum, x) => sum + x, 0) / side.length)).toBeLessThan(1e-4);
      expect(side.every((x) => Math.abs(x) <= CEILING)).toBe(true);
    }
  });
});
