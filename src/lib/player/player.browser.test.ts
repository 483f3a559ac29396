import { beforeAll, describe, expect, it } from 'vitest';
import type { Audio, AudioChunk } from '../core/audio.ts';
import { gesture } from './gesture.testing.ts';
import { createPlayer, type PlayerState } from './player.ts';

const RATE = 44100;
/** Frames between asking and sounding, 20 ms. */
const LEAD = 882;
/** Frames until the fade-in is over. */
const SETTLED = LEAD + 600;

function tone(seconds: number, gain = 0.5): Audio {
  const length = Math.round(seconds * RATE);
  const wave = Float32Array.from({ length }, (_, i) => gain * Math.sin(i * 0.06));
  return { sampleRate: RATE, channels: [wave, wave.slice()] };
}

/** Cuts at odd places, so that no seam falls on a render quantum. */
function cut({ channels }: Audio, size: number): AudioChunk[] {
  const length = channels[0]!.length;
  return Array.from({ length: Math.ceil(length / size) }, (_, i) => ({
    sampleRate: RATE,
    start: i * size,
    channels: channels.map((channel) => channel.slice(i * size, (i + 1) * size)),
  }));
}

function largestStep(samples: Float32Array): number {
  return samples.reduce((most, x, i) => (i ? Math.max(most, Math.abs(x - samples[i - 1]!)) : most), 0);
}

/** The steepest step of the tone itself. */
const STEEPEST = 0.5 * 0.06;

function offline(seconds: number): OfflineAudioContext {
  return new OfflineAudioContext(2, seconds * RATE, RATE);
}

describe('a stream', () => {
  it('plays chunks without a seam: sample for sample the piece', async () => {
    const context = offline(2);
    const piece = tone(2);
    const player = createPlayer(context, 2);
    for (const chunk of cut(piece, 4411)) player.append(chunk);
    await player.play();
    const heard = (await context.startRendering()).getChannelData(0);
    let worst = 0;
    for (let i = SETTLED; i < heard.length; i++) {
      worst = Math.max(worst, Math.abs(heard[i]! - piece.channels[0]![i - LEAD]!));
    }
    expect(worst).toBeLessThan(1e-5);
    expect(largestStep(heard)).toBeLessThan(STEEPEST * 1.05);
  });

  it('waits when the music is not there yet, loses nothing and does not click', async () => {
    const context = offline(4);
    const piece = tone(2);
    const player = createPlayer(context, 2);
    const chunks = cut(piece, RATE);
    const states: PlayerState[] = [];
    player.subscribe(() => states.push(player.state));
    player.append(chunks[0]!);
    await player.play();
    // The second half comes half a second after the first has ended.
    void context.suspend(1.5).then(() => {
      player.append(chunks[1]!);
      expect(player.position()).toBeCloseTo(1, 2);
      void context.resume();
    });
    const heard = (await context.startRendering()).getChannelData(0);
    expect(largestStep(heard)).toBeLessThan(STEEPEST * 1.6);
    const gap = heard.slice(1.1 * RATE, 1.5 * RATE);
    expect(gap.every((x) => x === 0)).toBe(true);
    const began = heard.findIndex((x, i) => i > 1.5 * RATE && x !== 0);
    // From there on it is the piece's second half, whichever frame it began on.
    const second = piece.channels[0]!.slice(RATE);
    const misfit = (shift: number) =>
      Math.max(
        ...Array.from({ length: 500 }, (_, i) =>
          Math.abs(heard[began + 2000 + i]! - second[2000 + i + shift]!),
        ),
      );
    expect(Math.min(misfit(-1), misfit(0), misfit(1), misfit(2))).toBeLessThan(1e-3);
    expect(states).toContain('playing');
  });

  it('gathers what is asked for before it plays, and twice as much whenever it ran dry', async () => {
    const context = offline(20);
    const player = createPlayer(context, 10, 2);
    const chunks = cut(tone(10), RATE / 2);
    /** Appends until it plays. @returns the seconds that lay ahead then. */
    const gather = (): number => {
      while (player.state === 'waiting') player.append(chunks.shift()!);
      return player.available - player.position();
    };
    await player.play();
    expect(gather()).toBeCloseTo(2);
    // All that lay ahead is played, and for a moment nothing came.
    void context.suspend(3).then(() => {
      expect(player.state).toBe('waiting');
      expect(gather()).toBeCloseTo(4);
      void context.resume();
    });
    const dry = new Promise<void>((resolve) => {
      player.subscribe(() => player.state === 'waiting' && player.available === 6 && resolve());
    });
    await context.startRendering();
    await dry;
    // The piece has but four seconds more: there is nothing else to wait for.
    expect(gather()).toBeCloseTo(4);
    expect(chunks).toEqual([]);
  });

  it('seeks only in what is there', () => {
    const player = createPlayer(offline(1), 10);
    player.append(cut(tone(2), 2 * RATE)[0]!);
    player.seek(7);
    expect(player.position()).toBeCloseTo(2);
    player.seek(-3);
    expect(player.position()).toBe(0);
  });
});

describe('the mastered piece', () => {
  it('takes over at the same place, in phase, without a click', async () => {
    const context = offline(2);
    const raw = tone(2, 0.5);
    const louder = tone(2, 0.4);
    const player = createPlayer(context, 2);
    for (const chunk of cut(raw, 4411)) player.append(chunk);
    await player.play();
    void context.suspend(1).then(() => {
      player.finish(louder);
      void context.resume();
    });
    const heard = (await context.startRendering()).getChannelData(0);
    expect(largestStep(heard)).toBeLessThan(STEEPEST * 1.1);
    let worst = 0;
    for (let i = Math.round(1.2 * RATE); i < heard.length; i++) {
      worst = Math.max(worst, Math.abs(heard[i]! - louder.channels[0]![i - LEAD]!));
    }
    // One frame off would be .4 * .06 = .024.
    expect(worst).toBeLessThan(0.002);
  });

  it('ends where the piece ends, and starts over from the beginning', async () => {
    const context = offline(1);
    const player = createPlayer(context, 0.5);
    player.finish(tone(0.5));
    await player.play();
    const ended = new Promise<void>((resolve) => {
      player.subscribe(() => player.state === 'ended' && resolve());
    });
    await context.startRendering();
    await ended;
    expect(player.position()).toBe(0.5);
  });

  it('loops without a gap', async () => {
    const context = offline(1);
    const player = createPlayer(context, 0.25);
    player.finish(tone(0.25));
    player.setLoop(true);
    await player.play();
    const heard = (await context.startRendering()).getChannelData(0);
    const tail = heard.slice(0.9 * RATE);
    expect(Math.max(...tail)).toBeGreaterThan(0.4);
    expect(player.position()).toBeLessThan(0.25);
  });

  it('seeks to the frame while it plays', async () => {
    const context = offline(1);
    const piece = tone(4);
    const player = createPlayer(context, 4);
    player.finish(piece);
    await player.play();
    void context.suspend(0.5).then(() => {
      player.seek(3);
      void context.resume();
    });
    await context.startRendering();
    expect(player.position()).toBeGreaterThan(3.4);
    expect(player.position()).toBeLessThan(3.51);
  });
});

describe('in a real context', () => {
  beforeAll(gesture);

  it('pauses where it is and goes on from there', async () => {
    const context = new AudioContext({ sampleRate: RATE });
    const player = createPlayer(context, 4);
    player.finish(tone(4));
    await player.play();
    await new Promise<void>((resolve) => {
      const look = () => (player.position() > 0.1 ? resolve() : requestAnimationFrame(look));
      look();
    });
    player.pause();
    const stood = player.position();
    expect(player.state).toBe('paused');
    await player.play();
    // A position is a difference of clock readings: exact to a frame, not to the last bit.
    expect(player.position()).toBeGreaterThan(stood - 1 / RATE);
    expect(player.position()).toBeLessThan(stood + 0.5);
    player.dispose();
    await context.close();
  });

  it('plays nothing and tells nobody after it was disposed of', async () => {
    const context = new AudioContext({ sampleRate: RATE });
    const player = createPlayer(context, 1);
    let told = 0;
    player.subscribe(() => told++);
    player.finish(tone(1));
    await player.play();
    const before = told;
    player.dispose();
    player.setLoop(true);
    expect(told).toBe(before);
    expect(player.state).toBe('paused');
    await context.close();
  });
});
