import { realFft } from '../../src/lib/audio/fft.ts';
import type { Instrument } from '../../src/lib/core/brief.ts';
import { BLOCK, block, SAMPLE_RATE } from '../../src/lib/music/engines/composer/sound/dsp/block.ts';
import { PATCHES } from '../../src/lib/music/engines/composer/sound/instruments.ts';
import { frequencyOf } from '../../src/lib/music/engines/composer/sound/maths.ts';

/** One note of one voice, without its part's insert and level. Times in seconds. */
export interface Blow {
  pitch: number;
  velocity?: number;
  /** When the key is let go. */
  hold?: number;
  /** How long is listened to. */
  seconds: number;
  /** Frame of the first block in which the note starts. */
  from?: number;
}

/** @returns both sides of the voice, and their sum. */
export function sound(
  instrument: Instrument,
  { pitch, velocity = 0.7, hold = 1e9, seconds, from = 0 }: Blow,
) {
  const voice = PATCHES[instrument].voice();
  voice.start({ pitch, hertz: frequencyOf(pitch), velocity, seed: 11 });
  const count = Math.ceil((seconds * SAMPLE_RATE) / BLOCK);
  const left = new Float64Array(count * BLOCK);
  const right = new Float64Array(count * BLOCK);
  let released = false;
  let alive = true;
  let end = count * BLOCK;
  for (let b = 0; b < count && alive; b++) {
    if (!released && (b * BLOCK) / SAMPLE_RATE >= hold) {
      voice.release();
      released = true;
    }
    const l = block();
    const r = block();
    alive = voice.render(l, r, b === 0 ? from : 0);
    left.set(l, b * BLOCK);
    right.set(r, b * BLOCK);
    if (!alive) end = (b + 1) * BLOCK;
  }
  return { left, right, mono: left.map((x, i) => x + right[i]!), alive, end };
}

/** Largest absolute value of `samples` in [`from`, `to`), NaN where one is no number. */
export function peak(samples: Float32Array | Float64Array, from = 0, to = samples.length): number {
  let most = 0;
  for (let i = from; i < to; i++) most = Math.max(most, Math.abs(samples[i]!));
  return most;
}

/** Phase in turns of the component of `samples` at `hertz`, in a Hann window of `size` frames from `start` on. */
function phase(samples: Float64Array, hertz: number, start: number, size: number): number {
  let re = 0;
  let im = 0;
  for (let i = 0; i < size; i++) {
    const w = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size);
    const angle = (2 * Math.PI * hertz * (start + i)) / SAMPLE_RATE;
    re += w * samples[start + i]! * Math.cos(angle);
    im -= w * samples[start + i]! * Math.sin(angle);
  }
  return Math.atan2(im, re) / (2 * Math.PI);
}

/**
 * How far the fundamental lies from `hertz`, in cents: the drift of its phase from window to window, as a phase vocoder
 * has it.
 */
export function centsOff(samples: Float64Array, hertz: number, from: number, to: number): number {
  const size = Math.round(Math.max(0.08, 6 / hertz) * SAMPLE_RATE);
  const hop = Math.round(0.05 * SAMPLE_RATE);
  let drift = 0;
  let hops = 0;
  let last = phase(samples, hertz, Math.round(from * SAMPLE_RATE), size);
  for (let at = Math.round(from * SAMPLE_RATE) + hop; at + size < to * SAMPLE_RATE; at += hop) {
    const next = phase(samples, hertz, at, size);
    drift += next - last - Math.round(next - last);
    last = next;
    hops++;
  }
  const away = (drift * SAMPLE_RATE) / (hops * hop);
  return 1200 * Math.log2(1 + away / hertz);
}

const SIZE = 16384;
const fft = realFft(SIZE);

/** Power of `samples` from frame `start` on by bins of 44100 / 16384 Hz, in a Blackman-Harris window (side lobes at -92 dB). */
export function spectrum(samples: Float64Array, start: number): Float64Array {
  const windowed = Float64Array.from({ length: SIZE }, (_, i) => {
    const turn = (2 * Math.PI * i) / SIZE;
    const w =
      0.35875 - 0.48829 * Math.cos(turn) + 0.14128 * Math.cos(2 * turn) - 0.01168 * Math.cos(3 * turn);
    return w * (samples[start + i] ?? 0);
  });
  const re = new Float64Array(SIZE / 2 + 1);
  const im = new Float64Array(SIZE / 2 + 1);
  fft(windowed, re, im);
  return re.map((x, k) => x * x + im[k]! * im[k]!);
}

/** Hz of a bin of `spectrum`. */
export function hertzOf(bin: number): number {
  return (bin * SAMPLE_RATE) / SIZE;
}

/** Centre of gravity of a spectrum's power, Hz. */
export function centroid(power: Float64Array): number {
  let weighted = 0;
  let sum = 0;
  power.forEach((p, k) => {
    weighted += hertzOf(k) * p;
    sum += p;
  });
  return weighted / sum;
}
