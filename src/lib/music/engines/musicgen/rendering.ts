import type { AudioChunk } from '../../../core/audio.ts';
import { AttuneError } from '../../../core/errors.ts';
import { FRAME_RATE, type Tokens } from '../../../core/tokens.ts';
import { streamCodec, type Codec } from './codec.ts';
import { fade } from './fade.ts';

/** Sounds one variation while its tokens are made. */
export interface Rendering {
  /**
   * @param tokens all of the take so far.
   * @param isLast nothing will follow.
   * @returns the next chunk, stereo, faded where the take begins and ends; null where there is none yet.
   * @throws AttuneError `device_failed`
   */
  next(tokens: Tokens, isLast: boolean): Promise<AudioChunk | null>;
}

/** @param seconds of the whole take; what the last frame has too much is cut off. */
export function createRendering(codec: Codec, seconds: number): Rendering {
  const sampleRate = codec.samplesPerFrame * FRAME_RATE;
  const total = Math.round(seconds * sampleRate);
  const stream = streamCodec(codec);
  return {
    async next(tokens, isLast) {
      const start = stream.given * codec.samplesPerFrame;
      const decoded = await stream.pull(tokens, isLast);
      if (decoded === null) return null;
      decoded.forEach(requireSignal);
      const channels = decoded.map((samples) => samples.slice(0, total - start));
      for (const samples of channels) fade(samples, start, total, sampleRate);
      const [left, right] = channels;
      return { sampleRate, start, channels: [left!, right ?? left!.slice()] };
    },
  };
}

/** EnCodec leaves a little noise in silence too. @throws AttuneError `device_failed` for what a failing device gives. */
function requireSignal(samples: Float32Array): void {
  if (!samples.every(Number.isFinite)) fail('the sound is not finite');
  if (samples.every((x) => x === 0)) fail('the sound is all zeros');
}

function fail(reason: string): never {
  throw new AttuneError('device_failed', { reason });
}
