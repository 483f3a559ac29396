import { frames, seconds, type Audio } from '../core/audio.ts';
import type { Measures } from '../core/take.ts';
import { centroidMeter } from './centroid-meter.ts';
import { clippedShare } from './clipped-share.ts';
import { toDecibels } from './decibels.ts';
import { hopPowers } from './loudness/hop-powers.ts';
import { integratedLoudness } from './loudness/integrated-loudness.ts';
import { loudnessRange } from './loudness/loudness-range.ts';
import { truePeak } from './loudness/true-peak.ts';
import { onsetMeter } from './rhythm/onset-meter.ts';
import { countOnsets } from './rhythm/onsets.ts';
import { tempo } from './rhythm/tempo.ts';
import { silentShare } from './silent-share.ts';
import { spectrumGrid, visitSpectra } from './spectra.ts';

/**
 * Measures a finished sound.
 * @param audio mono or stereo, at least one frame.
 */
export function measure(audio: Audio): Measures {
  if (frames(audio) === 0) throw new RangeError('there is nothing to measure in a sound without frames');
  const powers = hopPowers(audio);
  const peak = truePeak(audio);
  return {
    duration: seconds(audio),
    loudness: integratedLoudness(powers),
    range: loudnessRange(powers),
    truePeak: peak > 0 ? toDecibels(peak) : null,
    clipped: clippedShare(audio),
    silent: silentShare(audio),
    ...spectralMeasures(audio),
  };
}

/** What is read off the spectra, in one pass over them. */
function spectralMeasures(audio: Audio): Pick<Measures, 'tempo' | 'onsetRate' | 'centroid'> {
  const grid = spectrumGrid(audio);
  const onsets = onsetMeter(grid);
  const centroid = centroidMeter(grid);
  visitSpectra(audio, (magnitudes, frame) => {
    onsets.add(magnitudes, frame);
    centroid.add(magnitudes);
  });
  const strength = onsets.read();
  return {
    tempo: tempo(strength),
    onsetRate: countOnsets(strength) / seconds(audio),
    centroid: centroid.read(),
  };
}
