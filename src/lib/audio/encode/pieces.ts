import { AudioSample } from 'mediabunny';
import { frames, type Audio } from '../../core/audio.ts';

/** A stretch of sound on its way into a file, and where it ends, in seconds. */
export interface AudioPiece {
  sample: AudioSample;
  end: number;
}

/**
 * Cuts a sound into seconds, the last one shorter, so that work on it can tell how far it is and be stopped. The samples are to be closed.
 * @param tail seconds of silence after it.
 */
export function* pieces({ sampleRate, channels }: Audio, tail: number): Generator<AudioPiece> {
  const length = frames({ sampleRate, channels }) + Math.round(tail * sampleRate);
  for (let start = 0; start < length; start += sampleRate) {
    const end = Math.min(length, start + sampleRate);
    const data = new Float32Array((end - start) * channels.length);
    channels.forEach((channel, index) => data.set(channel.subarray(start, end), index * (end - start)));
    const sample = new AudioSample({
      format: 'f32-planar',
      sampleRate,
      numberOfChannels: channels.length,
      timestamp: start / sampleRate,
      data,
    });
    yield { sample, end: end / sampleRate };
  }
}
