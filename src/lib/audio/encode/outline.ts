import { frames, type Audio } from '../../core/audio.ts';

/** @returns the outline of a sound in `count` bars of equal time: the largest magnitude in each over all channels, over that of the whole, 0 to 1. */
export function outline(audio: Audio, count: number): Float32Array {
  const bars = new Float32Array(count);
  const length = frames(audio);
  for (const channel of audio.channels) {
    for (let n = 0; n < length; n++) {
      const bar = Math.floor((n / length) * count);
      bars[bar] = Math.max(bars[bar]!, Math.abs(channel[n]!));
    }
  }
  const most = bars.reduce((a, b) => Math.max(a, b), 0);
  return most === 0 ? bars : bars.map((bar) => bar / most);
}
