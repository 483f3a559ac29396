import type { AudioChunk } from '../core/audio.ts';

/** The outline of a piece that is still growing: the largest magnitude in each of equally long bins. */
export interface Peaks {
  readonly bins: Float32Array;
  /** Adds what a chunk holds; what lies past the end is left out. */
  add(chunk: AudioChunk): void;
}

/**
 * @param count of bins.
 * @param seconds the whole piece lasts.
 */
export function createPeaks(count: number, seconds: number): Peaks {
  const bins = new Float32Array(count);
  return {
    bins,
    add({ channels, sampleRate, start }) {
      const perFrame = count / (seconds * sampleRate);
      for (const channel of channels) {
        for (let i = 0; i < channel.length; i++) {
          const bin = Math.floor((start + i) * perFrame);
          if (bin >= count) break;
          const magnitude = Math.abs(channel[i]!);
          if (magnitude > bins[bin]!) bins[bin] = magnitude;
        }
      }
    },
  };
}
