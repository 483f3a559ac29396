import type { Audio } from '../../core/audio.ts';

/** @returns a sound of the same form whose samples are `change` of the sample and its frame. A plain loop: `map` takes thrice as long. */
export function mapSamples(audio: Audio, change: (sample: number, frame: number) => number): Audio {
  const channels = audio.channels.map((channel) => {
    const changed = new Float32Array(channel.length);
    for (let n = 0; n < channel.length; n++) changed[n] = change(channel[n]!, n);
    return changed;
  });
  return { ...audio, channels };
}
