import { frames, type Audio } from '../../core/audio.ts';

/** @returns root mean square over all samples of all channels, linear; 0 for silence. */
export function rms(audio: Audio): number {
  let sum = 0;
  for (const channel of audio.channels) for (const sample of channel) sum += sample * sample;
  return Math.sqrt(sum / (frames(audio) * audio.channels.length));
}
