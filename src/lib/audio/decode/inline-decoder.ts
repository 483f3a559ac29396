import { seconds } from '../../core/audio.ts';
import { AttuneError } from '../../core/errors.ts';
import { RECORDING } from '../../core/recording.ts';
import { silentShare } from '../silent-share.ts';
import type { Decoder } from './decoder.ts';
import { readSound } from './read-sound.ts';
import { resample } from './resample.ts';

/** The decoder in this thread. */
export const inlineDecoder: Decoder = {
  async decode(recording, sampleRate, signal) {
    const sound = await readSound(recording, requireLength, signal);
    requireLength(seconds(sound));
    if (silentShare(sound) === 1) throw new AttuneError('recording_silent');
    const channels = sound.channels.map((samples) => resample(samples, sound.sampleRate, sampleRate));
    return { sampleRate, channels };
  },
};

/** To the second, as coders add some hundredths. @throws AttuneError `recording_length` */
function requireLength(length: number): void {
  if (length >= RECORDING.min && Math.round(length) <= RECORDING.max) return;
  throw new AttuneError('recording_length', { seconds: Number(length.toFixed(1)), ...RECORDING });
}
