import { frames, type Audio } from '../core/audio.ts';
import { fromDecibels } from './decibels.ts';

/** RMS over all channels under which a moment is silent, dBFS. */
const FLOOR = -60;

/** Seconds that are judged at once. */
const MOMENT = 0.1;

/** @returns share of the sound, in moments of 100 ms, that is quieter than -60 dBFS, 0 to 1. */
export function silentShare(audio: Audio): number {
  const length = Math.round(audio.sampleRate * MOMENT);
  let silent = 0;
  for (let start = 0; start < frames(audio); start += length) {
    const end = Math.min(start + length, frames(audio));
    let power = 0;
    for (const channel of audio.channels) {
      for (let n = start; n < end; n++) power += channel[n]! ** 2;
    }
    if (power / (audio.channels.length * (end - start)) < fromDecibels(FLOOR) ** 2) silent += end - start;
  }
  return silent / frames(audio);
}
