import { describe, expect, test } from 'vitest';
import type { Instrument } from '../../src/lib/core/brief.ts';
import { frequencyOf } from '../../src/lib/music/engines/composer/sound/maths.ts';
import { centroid, centsOff, hertzOf, peak, sound, spectrum } from './measure.ts';

/** Range in which each instrument is asked to play, MIDI note numbers. */
const RANGES = {
  piano: [28, 100],
  'electric-piano': [28, 96],
  guitar: [40, 92],
  'electric-guitar': [40, 92],
  harp: [28, 100],
  bell: [55, 103],
  flute: [55, 96],
  strings: [36, 96],
  pad: [36, 90],
  synth: [36, 96],
  bass: [24, 60],
} as const satisfies Partial<Record<Instrument, readonly [number, number]>>;
const PITCHED = Object.keys(RANGES) as (keyof typeof RANGES)[];
/** Held as long as the key is. */
const HELD: readonly Instrument[] = ['flute', 'strings', 'pad', 'synth'];
const DRUMS = ['kit', 'brushes', 'toms'] as const;
const SECOND = 44100;

describe.each(PITCHED)('%s', (instrument) => {
  const [low, high] = RANGES[instrument];
  const pitches = [low, low + 7, Math.round((2 * low + high) / 3), Math.round((low + 2 * high) / 3), high];
  const middle = pitches[2]!;

  test('is in tune within 3 cents over its range', () => {
    for (const pitch of pitches) {
      // High plucked and struck notes are gone soon; ensembles beat slowly about their note.
      const to = HELD.includes(instrument) ? 6 : pitch > 80 ? 0.9 : 2.9;
      const { mono } = sound(instrument, { pitch, seconds: to + 0.1 });
      expect(Math.abs(centsOff(mono, frequencyOf(pitch), 0.1, to)), `MIDI ${pitch}`).toBeLessThan(3);
    }
  });

  test('begins without a step, wherever in the block', () => {
    for (const from of [0, 1, 13, 31]) {
      const { mono } = sound(instrument, { pitch: middle, velocity: 1, seconds: 1, from });
      expect(peak(mono, 0, from)).toBe(0);
      expect(Math.abs(mono[from]!)).toBeLessThan(0.02 * peak(mono));
    }
  });

  test('dies away after its key is let go, without a step', () => {
    const hold = 0.6;
    const { mono, alive, end } = sound(instrument, { pitch: middle, velocity: 1, hold, seconds: 12 });
    expect(alive).toBe(false);
    expect(peak(mono, end - 16, end)).toBeLessThan(1e-4 * peak(mono));
    const at = Math.round(hold * SECOND);
    const before = roughness(mono, at - 2000, at);
    expect(roughness(mono, at, at + 400)).toBeLessThan(1.6 * before);
  });

  test('is brighter and louder the harder it is played', () => {
    const at = (velocity: number) => sound(instrument, { pitch: middle, velocity, seconds: 1 }).mono;
    const [soft, loud] = [at(0.3), at(0.95)];
    expect(centroid(spectrum(loud, 2000))).toBeGreaterThan(1.03 * centroid(spectrum(soft, 2000)));
    expect(peak(loud)).toBeGreaterThan(2.5 * peak(soft));
  });

  test('carries no direct current', () => {
    const { mono } = sound(instrument, { pitch: middle, velocity: 1, seconds: 3 });
    const mean = mono.reduce((sum, x) => sum + x, 0) / mono.length;
    expect(Math.abs(mean)).toBeLessThan(1e-3 * peak(mono));
  });

  test('plays any MIDI note without an accident', () => {
    for (const pitch of [0, 12, 108, 119, 127]) {
      const { mono } = sound(instrument, { pitch, velocity: 1, seconds: 0.5 });
      expect(peak(mono), `MIDI ${pitch}`).toBeLessThan(4);
      expect(mono.every(Number.isFinite), `MIDI ${pitch}`).toBe(true);
    }
  });
});

/** Voices without noise or inharmonic modes, so that whatever lies between the harmonics is an alias. */
test.each(['electric-piano', 'strings', 'pad', 'synth', 'bass'] as const)(
  '%s has no alias above -60 dB',
  (instrument) => {
    const high = Math.min(RANGES[instrument][1], 91);
    for (const pitch of [high - 12, high - 5, high]) {
      const hertz = frequencyOf(pitch);
      const power = spectrum(sound(instrument, { pitch, velocity: 0.9, seconds: 1 }).mono, 0.5 * SECOND);
      const most = peak(power);
      power.forEach((p, k) => {
        const order = Math.max(1, Math.round(hertzOf(k) / hertz));
        // Detune, vibrato and tremolo widen the lines, the window does by 11 Hz.
        const away = Math.abs(hertzOf(k) - order * hertz) - 0.012 * order * hertz;
        if (away > 30) expect(10 * Math.log10(p / most), `MIDI ${pitch}, ${hertzOf(k)} Hz`).toBeLessThan(-60);
      });
    }
  },
);

test('the bass lies low', () => {
  const power = spectrum(sound('bass', { pitch: 33, seconds: 1 }).mono, 2000);
  const share = (from: number, to: number) =>
    power.reduce((sum, p, k) => (hertzOf(k) >= from && hertzOf(k) < to ? sum + p : sum), 0);
  expect(share(500, 22050) / share(0, 22050)).toBeLessThan(0.05);
});

test('held instruments sound on, struck ones fade', () => {
  const fall = (instrument: Instrument) => {
    const { mono } = sound(instrument, { pitch: 60, seconds: 4 });
    return peak(mono, 3.5 * SECOND, 3.9 * SECOND) / peak(mono, 0.8 * SECOND, 1.2 * SECOND);
  };
  for (const instrument of ['flute', 'strings', 'pad'] as const)
    expect(fall(instrument)).toBeGreaterThan(0.6);
  for (const instrument of ['piano', 'guitar', 'harp', 'bell', 'electric-piano'] as const) {
    expect(fall(instrument)).toBeLessThan(0.6);
  }
});

test('plucked strings still ring above MIDI 80', () => {
  for (const pitch of [81, 88, 95]) {
    const { mono } = sound('harp', { pitch, seconds: 1 });
    const fall = peak(mono, 0.4 * SECOND, 0.5 * SECOND) / peak(mono, 0, 0.1 * SECOND);
    expect(fall, `MIDI ${pitch}`).toBeGreaterThan(0.03);
  }
});

describe.each(DRUMS)('%s', (instrument) => {
  test('every key sounds, begins without a step and is over within 4 seconds', () => {
    for (let pitch = 33; pitch < 85; pitch++) {
      const { mono, alive, end } = sound(instrument, { pitch, velocity: 1, seconds: 4 });
      expect(peak(mono), `key ${pitch}`).toBeGreaterThan(0.02);
      expect(Math.abs(mono[0]!), `key ${pitch}`).toBeLessThan(0.02 * peak(mono));
      expect(alive, `key ${pitch}`).toBe(false);
      expect(peak(mono, end - 16, end), `key ${pitch}`).toBeLessThan(1e-3 * peak(mono));
    }
  });

  test('kick, snare and hat lie in their places', () => {
    const centre = (pitch: number) => centroid(spectrum(sound(instrument, { pitch, seconds: 1 }).mono, 0));
    const kick = centre(36);
    expect(kick).toBeLessThan(1500);
    if (instrument === 'toms') return;
    expect(centre(38)).toBeGreaterThan(kick);
    expect(centre(42)).toBeGreaterThan(5000);
  });
});

/** Largest change from one frame to the next in [`from`, `to`). */
function roughness(samples: Float64Array, from: number, to: number): number {
  let most = 0;
  for (let i = from + 1; i < to; i++) most = Math.max(most, Math.abs(samples[i]! - samples[i - 1]!));
  return most;
}
