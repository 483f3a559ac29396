import { expect, test } from 'vitest';
import type { Audio } from '../../core/audio.ts';
import { noise } from '../../../../tests/fixtures/rhythms.ts';
import { tone } from '../../../../tests/fixtures/signals.ts';
import { spectrumGrid, visitSpectra } from '../spectra.ts';
import { onsetMeter } from './onset-meter.ts';
import { countOnsets } from './onsets.ts';

function count(audio: Audio): number {
  const onsets = onsetMeter(spectrumGrid(audio));
  visitSpectra(audio, onsets.add);
  return countOnsets(onsets.read());
}

/** Plucked notes of random pitch, one every `step` seconds, over a floor of noise. */
function notes(step: number, total: number, floor: number, sampleRate = 32000): Audio {
  const random = noise(31);
  const samples = Float32Array.from({ length: (total + 1) * step * sampleRate }, () => floor * random());
  for (let i = 1; i <= total; i++) {
    const hertz = 220 * 2 ** (1.5 * random());
    const start = Math.round(i * step * sampleRate);
    for (let n = start; n < Math.min(samples.length, start + sampleRate); n++) {
      const time = (n - start) / sampleRate;
      samples[n]! += 0.3 * Math.exp(-time / 0.2) * Math.sin(2 * Math.PI * hertz * time);
    }
  }
  return { sampleRate, channels: [samples] };
}

test.each([
  [0.5, 20, 0],
  [0.25, 40, 0.001],
  [0.125, 80, 0.001],
])('notes every %d s are counted one by one', (step, total, floor) => {
  const counted = count(notes(step, total, floor));
  expect(counted).toBeGreaterThanOrEqual(total * 0.9);
  expect(counted).toBeLessThanOrEqual(total * 1.1);
});

test('the sample rate makes hardly a difference', () => {
  const [slow, fast] = [32000, 48000].map((sampleRate) => count(notes(0.25, 40, 0.001, sampleRate)));
  expect(Math.abs(slow! - fast!)).toBeLessThanOrEqual(2);
});

test('a steady tone begins once, silence never', () => {
  expect(count(tone([[-20, 5]]))).toBeLessThanOrEqual(1);
  expect(count({ sampleRate: 32000, channels: [new Float32Array(64000)] })).toBe(0);
});
