import type { Audio } from '../../core/audio.ts';
import type { Normalisation } from '../../core/params.ts';
import { fromDecibels, toDecibels } from '../decibels.ts';
import { hopPowers } from '../loudness/hop-powers.ts';
import { integratedLoudness } from '../loudness/integrated-loudness.ts';
import { amplify } from './amplify.ts';
import { levelTo } from './level-to.ts';
import { mapSamples } from './map-samples.ts';
import { rms } from './rms.ts';
import { samplePeak } from './sample-peak.ts';

/** LUFS; what music services play at. */
export const TARGET_LOUDNESS = -16;

/** dBTP for `loudness` and `rms`, dBFS for `peak` and `clip`: headroom for lossy coding (EBU R 128), audiocraft's default too. */
export const CEILING = -1;

/** dBFS over all channels, the default of audiocraft's `audio_write`: about -16 LUFS in stereo. */
export const TARGET_RMS = -18;

/** Keeps true peaks under the ceiling for meters whose filter differs a little from ours, dB. */
const MARGIN = 0.05;

/** -80 dBFS: below it a sound is as good as silent, and raising it would raise nothing but noise. */
const AUDIBLE = 1e-4;

/**
 * Brings a finished sound to level:
 * - `loudness` to -16 LUFS with no true peak above -1 dBTP, by a look-ahead limiter,
 * - `rms` to -18 dBFS in the same way,
 * - `peak` to a sample peak of -1 dBFS, by gain alone,
 * - `clip` changes nothing but samples beyond -1 dBFS, which are cut off there.
 *
 * Silence stays silence.
 * @returns a sound of the same length; the sound itself where it is level already.
 */
export function normalise(audio: Audio, normalisation: Normalisation): Audio {
  const peak = samplePeak(audio);
  if (peak < AUDIBLE) return audio;
  switch (normalisation) {
    case 'loudness':
      return levelTo(audio, loudness, TARGET_LOUDNESS, CEILING - MARGIN);
    case 'rms':
      return levelTo(audio, (sound) => toDecibels(rms(sound)), TARGET_RMS, CEILING - MARGIN);
    case 'peak':
      return amplify(audio, fromDecibels(CEILING) / peak);
    case 'clip':
      return clip(audio, fromDecibels(CEILING));
  }
}

function loudness(audio: Audio): number | null {
  return integratedLoudness(hopPowers(audio));
}

function clip(audio: Audio, ceiling: number): Audio {
  return mapSamples(audio, (sample) => Math.max(-ceiling, Math.min(ceiling, sample)));
}
