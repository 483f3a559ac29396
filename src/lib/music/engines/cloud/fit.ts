import { frames, type Audio, type AudioChunk } from '../../../core/audio.ts';

/** Seconds over which a sound that is cut off fades. */
const FADE = 0.05;
const CHUNK = 1;

/**
 * Brings a sound to two channels and to its length, to the frame: the cloud makes whole seconds, and coders add some.
 * @param duration seconds.
 * @returns the sound, and how many seconds of it are missing.
 */
export function fitted(audio: Audio, duration: number): { audio: Audio; missing: number } {
  const { sampleRate } = audio;
  const length = Math.round(duration * sampleRate);
  const [left, right = left] = audio.channels;
  const channels = [left, right].map((samples) => cut(samples ?? new Float32Array(0), length, sampleRate));
  return { audio: { sampleRate, channels }, missing: Math.max(0, (length - frames(audio)) / sampleRate) };
}

function cut(samples: Float32Array, length: number, sampleRate: number): Float32Array<ArrayBuffer> {
  const whole = new Float32Array(length);
  whole.set(samples.subarray(0, length));
  if (samples.length <= length) return whole;
  const fade = Math.min(length, Math.round(FADE * sampleRate));
  for (let n = 0; n < fade; n++) whole[length - 1 - n]! *= n / fade;
  return whole;
}

/** @returns the sound in pieces of a second, as engines give it. */
export function* chunksOf({ sampleRate, channels }: Audio): Generator<AudioChunk, void, void> {
  const length = channels[0]?.length ?? 0;
  for (let start = 0; start < length; start += CHUNK * sampleRate) {
    const end = start + CHUNK * sampleRate;
    yield { start, sampleRate, channels: channels.map((samples) => samples.slice(start, end)) };
  }
}
