import type { Audio } from '../core/audio.ts';
import { AttuneError } from '../core/errors.ts';
import type { Measures } from '../core/take.ts';
import { checkpoint } from './checkpoint.ts';
import { clippedShare } from './clipped-share.ts';
import { encodeWav } from './encode-wav.ts';
import { normalise } from './level/normalise.ts';
import { measure } from './measure.ts';
import { score } from './score/score.ts';
import type { Studio } from './studio.ts';

/** What of the studio needs no codec, and so is small and there at once. */
export type Desk = Pick<Studio, 'finish' | 'encodeWav'>;

export const desk: Desk = {
  async finish(raw, brief, normalisation, signal) {
    requireNumbers(raw);
    await checkpoint(signal);
    const audio = normalise(raw, normalisation);
    await checkpoint(signal);
    const measures = withDamage(measure(audio), raw);
    await checkpoint(signal);
    return { audio, measures, score: score(measures, brief) };
  },
  async encodeWav(audio, format, metadata) {
    return encodeWav(audio, format, metadata);
  },
};

/** A limiter bends flat tops, so those that the sound arrived with are counted before it. */
function withDamage(measures: Measures, raw: Audio): Measures {
  return { ...measures, clipped: Math.max(measures.clipped, clippedShare(raw)) };
}

/** @throws AttuneError `engine_failed` where a sample is not a number, or infinite. */
function requireNumbers(audio: Audio): void {
  for (const channel of audio.channels) {
    for (let n = 0; n < channel.length; n++) {
      if (!Number.isFinite(channel[n])) {
        throw new AttuneError('engine_failed', { reason: `sample ${n} is not a number` });
      }
    }
  }
}
