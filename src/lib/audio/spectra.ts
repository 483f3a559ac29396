import { frames, type Audio } from '../core/audio.ts';
import { realFft } from './fft.ts';

/** Frames a second: a spectrum every 10 ms. */
export const SPECTRUM_RATE = 100;

/** Seconds a spectrum looks at, before rounding to a power of two: short enough for onsets, long enough for bass notes. */
const WINDOW = 0.046;

/** Magnitudes of one spectrum; the array is reused for the next. */
export type VisitSpectrum = (magnitudes: Float64Array, frame: number) => void;

/** How the spectra of a sound lie on its time and frequency axes. */
export interface SpectrumGrid {
  /** How many spectra there are: one each 10 ms, from a window centred on the first sample on. */
  count: number;
  /** Hz from one bin to the next. */
  binWidth: number;
  /** Bins a spectrum, from 0 Hz to half the sample rate. */
  bins: number;
}

/** @returns where the spectra of `audio` lie. */
export function spectrumGrid(audio: Audio): SpectrumGrid {
  const size = windowSize(audio.sampleRate);
  const count = Math.ceil((frames(audio) / audio.sampleRate) * SPECTRUM_RATE);
  return { count, binWidth: audio.sampleRate / size, bins: size / 2 + 1 };
}

/** Visits the Hann-windowed magnitude spectra of the sound's mono mix, in order of time. */
export function visitSpectra(audio: Audio, visit: VisitSpectrum): void {
  const size = windowSize(audio.sampleRate);
  const { count, bins } = spectrumGrid(audio);
  const mono = mixDown(audio);
  const fft = realFft(size);
  const window = Float64Array.from(
    { length: size },
    (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / size),
  );
  const samples = new Float64Array(size);
  const real = new Float64Array(bins);
  const imaginary = new Float64Array(bins);
  for (let frame = 0; frame < count; frame++) {
    const start = Math.round((frame / SPECTRUM_RATE) * audio.sampleRate) - size / 2;
    samples.fill(0);
    const end = Math.min(size, mono.length - start);
    for (let n = Math.max(0, -start); n < end; n++) samples[n] = mono[start + n]! * window[n]!;
    fft(samples, real, imaginary);
    for (let k = 0; k < bins; k++) real[k] = Math.sqrt(real[k]! ** 2 + imaginary[k]! ** 2);
    visit(real, frame);
  }
}

function windowSize(sampleRate: number): number {
  return 2 ** Math.round(Math.log2(WINDOW * sampleRate));
}

function mixDown({ channels }: Audio): Float32Array {
  const mono = new Float32Array(channels[0]?.length ?? 0);
  for (const channel of channels) {
    for (let n = 0; n < mono.length; n++) mono[n]! += channel[n]! / channels.length;
  }
  return mono;
}
