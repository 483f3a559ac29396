/** Renders one piece for each seed, as a listener would get it, and answers with their levels: see `levels.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { clippedShare } from '../../src/lib/audio/clipped-share.ts';
import { hopPowers } from '../../src/lib/audio/loudness/hop-powers.ts';
import { loudnessRange } from '../../src/lib/audio/loudness/loudness-range.ts';
import { concat, type Audio } from '../../src/lib/core/audio.ts';
import { render } from '../../src/lib/music/engines/composer/sound/render.ts';
import { heard } from './heard.ts';
import type { Levels, Wanted } from './levels.ts';

const { emotion, seeds } = workerData as Wanted;

function levels(seed: number): Levels {
  const audio = concat([...render(heard(emotion, seed).piece)]);
  return { seed, range: loudnessRange(hopPowers(audio)), clipped: clippedShare(audio), peak: peak(audio) };
}

function peak({ channels }: Audio): number {
  let highest = 0;
  for (const channel of channels) {
    for (const sample of channel) highest = Math.max(highest, Math.abs(sample));
  }
  return highest;
}

parentPort?.postMessage(seeds.map(levels));
