import type { Audio } from '../../core/audio.ts';
import { mapSamples } from './map-samples.ts';

/** @returns the sound times `factor`; the sound itself where that changes nothing. */
export function amplify(audio: Audio, factor: number): Audio {
  if (factor === 1) return audio;
  return mapSamples(audio, (sample) => sample * factor);
}
