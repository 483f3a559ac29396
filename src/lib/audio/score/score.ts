import type { Brief } from '../../core/brief.ts';
import type { Measures, Score } from '../../core/take.ts';
import { fit, type Band } from './band.ts';
import { styleBands } from './style-bands.ts';

/** LUFS and LU: the level that streaming services play at, and a range that neither pumps nor startles. */
const LOUDNESS: Band = [-18, -13];
const RANGE: Band = [3, 14];

/** Share of samples on flat tops at which the gate has sunk to 1/e: one in a hundred is plainly heard as distortion. */
const CLIPPED = 0.01;

/** Rests and a fade may be silent; beyond that the gate closes, to 1/e at a further quarter. */
const SILENT: Band = [0, 0.1];

/**
 * How well a take conforms to its brief: `gates * (.35 tempo + .25 dynamics + .4 style)`. Gates multiply, as a take that
 * is clipped, silent or of the wrong length is a failure whatever else is right. Music in which no pulse is found is
 * scored by dynamics and style, in the same proportion. It measures conformity, not beauty.
 */
export function score(measures: Measures, brief: Brief): Score {
  const parts = {
    gates: gates(measures, brief.duration),
    tempo: tempoFit(measures.tempo, brief.tempo),
    dynamics: dynamicsFit(measures),
    style: styleFit(measures, brief),
  };
  const heard = [
    [0.35, parts.tempo],
    [0.25, parts.dynamics],
    [0.4, parts.style],
  ].filter((part): part is [number, number] => part[1] !== null);
  const weights = heard.reduce((sum, [weight]) => sum + weight, 0);
  const total = heard.reduce((sum, [weight, fitness]) => sum + weight * fitness, 0) / weights;
  return { total: parts.gates * total, ...parts };
}

function gates({ duration, clipped, silent }: Measures, wanted: number): number {
  return (
    fit(duration, [wanted, wanted], 0.05 * wanted) * fit(clipped, [0, 0], CLIPPED) * fit(silent, SILENT, 0.25)
  );
}

/** Half and double time are forgivable: a blind estimate often can't tell them from the beat. Quiet music may have no pulse. */
function tempoFit(bpm: number | null, { start, end }: Brief['tempo']): number | null {
  if (bpm === null) return null;
  const band: Band = [Math.min(start, end), Math.max(start, end)];
  return Math.max(fit(bpm, band, 8), 0.6 * fit(bpm * 2, band, 8), 0.6 * fit(bpm / 2, band, 8));
}

function dynamicsFit({ loudness, range, clipped }: Measures): number {
  const level = loudness === null ? 0 : fit(loudness, LOUDNESS, 3);
  return 0.5 * level + 0.3 * fit(range, RANGE, 3) + 0.2 * fit(clipped, [0, 0], CLIPPED);
}

/** Octaves outside a style's band at which 1/e is left: ratios are what the ear hears. */
const FALLOFF = 0.6;

function styleFit({ onsetRate, centroid }: Measures, brief: Brief): number {
  const bands = styleBands(brief);
  return 0.5 * octaveFit(onsetRate, bands.onsetRate) + 0.5 * octaveFit(centroid, bands.centroid);
}

function octaveFit(value: number, [low, high]: Band): number {
  return value > 0 ? fit(Math.log2(value), [Math.log2(low), Math.log2(high)], FALLOFF) : 0;
}
