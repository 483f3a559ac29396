import { SPECTRUM_RATE } from '../spectra.ts';

/** Beats a minute that are considered. */
const SLOWEST = 40;
const FASTEST = 210;

/** Steps of the tempo grid an octave: 1%. */
const STEPS_PER_OCTAVE = 70;

/** Seconds of music that are looked at for one local tempo, and from one to the next. */
const WINDOW = 10;
const HOP = 2.5;

/** How much of each multiple of the beat is believed: a beat is regular over a bar, and a bar over the next. */
const COMB = [1, 0.6, 0.4, 0.5];

/** The tempo near which most music is felt, and how far that spreads, in octaves (Moelants 2002 puts it near 120). */
const USUAL = 108;
const SPREAD = 1.1;

/** What a change of tempo by one octave between windows costs, in units of salience. */
const CHANGE = 6;

/**
 * Salience of the beat below which there is no pulse, for one second of sound, and for any length. Chance falls with the
 * root of the length: 5 s of noise reach .2, 20 s .09, while 5 s of a known rhythm have .4 and more.
 */
const CHANCE = 0.6;
const WEAKEST = 0.1;

/** Onset strength that is not even a faint note's. */
const INAUDIBLE = 0.03;

/**
 * Blind estimate of the tempo: in windows of 10 s, the autocorrelation of the onset strength is summed over one to four
 * beats for every tempo, and weighted by how usual it is; the best path through the windows, on which tempo moves little,
 * is found by dynamic programming (Viterbi).
 * @param onsets onset strength, 100 a second.
 * @returns beats a minute, the median of the path; null where no pulse was found.
 */
export function tempo(onsets: Float32Array): number | null {
  const windows = localSaliences(smooth(onsets.map((strength) => (strength > INAUDIBLE ? strength : 0))));
  const path = likeliestPath(
    windows.map((salience) => salience.map((value, i) => value * usualness(GRID[i]!))),
  );
  const strength = path.reduce((sum, step, i) => sum + windows[i]![step]!, 0) / path.length;
  if (strength < Math.max(WEAKEST, CHANCE / Math.sqrt(onsets.length / SPECTRUM_RATE))) return null;
  return median(path.map((step, i) => interpolate(windows[i]!, step)));
}

const GRID = Array.from(
  { length: Math.floor(Math.log2(FASTEST / SLOWEST) * STEPS_PER_OCTAVE) + 1 },
  (_, i) => SLOWEST * 2 ** (i / STEPS_PER_OCTAVE),
);

function usualness(bpm: number): number {
  return Math.exp(-0.5 * (Math.log2(bpm / USUAL) / SPREAD) ** 2);
}

/** Evens out the timing of human players: a Gaussian of 20 ms. */
function smooth(onsets: Float32Array): Float32Array {
  const kernel = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((n) => Math.exp(-0.5 * (n / 2) ** 2));
  return onsets.map((_, i) => kernel.reduce((sum, weight, k) => sum + weight * (onsets[i + k - 4] ?? 0), 0));
}

function localSaliences(onsets: Float32Array): number[][] {
  const size = Math.min(onsets.length, WINDOW * SPECTRUM_RATE);
  const step = HOP * SPECTRUM_RATE;
  const starts = Array.from({ length: Math.floor((onsets.length - size) / step) + 1 }, (_, i) => i * step);
  return starts.map((start) => salience(autocorrelation(onsets.subarray(start, start + size))));
}

/**
 * @returns correlation of the deviation from the mean with itself, 1 at lag 0, for each lag up to the longest that is
 * needed, and at most up to half the window: beyond that too little overlaps to mean anything.
 */
function autocorrelation(onsets: Float32Array): Float64Array {
  const mean = onsets.reduce((sum, value) => sum + value, 0) / onsets.length;
  const x = Float64Array.from(onsets, (value) => value - mean);
  const longest = Math.min(x.length >> 1, Math.ceil((COMB.length * 60 * SPECTRUM_RATE) / SLOWEST) + 1);
  const result = new Float64Array(longest + 1);
  for (let lag = 0; lag <= longest; lag++) {
    let sum = 0;
    for (let n = lag; n < x.length; n++) sum += x[n]! * x[n - lag]!;
    result[lag] = sum / (x.length - lag);
  }
  const power = result[0]!;
  return power > 0 ? result.map((value) => value / power) : result;
}

function salience(correlation: Float64Array): number[] {
  return GRID.map((bpm) => {
    const beat = (60 * SPECTRUM_RATE) / bpm;
    let sum = 0;
    let weights = 0;
    COMB.forEach((weight, i) => {
      const lag = beat * (i + 1);
      if (lag >= correlation.length - 1) return;
      sum += weight * at(correlation, lag);
      weights += weight;
    });
    return weights > 0 ? sum / weights : 0;
  });
}

function at(values: ArrayLike<number>, position: number): number {
  const low = Math.floor(position);
  return values[low]! + (position - low) * (values[low + 1]! - values[low]!);
}

/** @returns the grid step of each window on the path with the most salience less the cost of its changes. */
function likeliestPath(windows: number[][]): number[] {
  const steps = GRID.length;
  let best = windows[0]!;
  const from: number[][] = [];
  for (const salience of windows.slice(1)) {
    const origin = Array.from({ length: steps }, (_, to) => {
      let source = 0;
      for (let i = 1; i < steps; i++) {
        if (best[i]! - cost(i, to) > best[source]! - cost(source, to)) source = i;
      }
      return source;
    });
    best = salience.map((value, to) => value + best[origin[to]!]! - cost(origin[to]!, to));
    from.push(origin);
  }
  const path = [best.indexOf(Math.max(...best))];
  for (const origin of from.reverse()) path.unshift(origin[path[0]!]!);
  return path;
}

function cost(from: number, to: number): number {
  return (CHANGE * Math.abs(from - to)) / STEPS_PER_OCTAVE;
}

/** @returns beats a minute at the top of the parabola through a step and its neighbours. */
function interpolate(salience: number[], step: number): number {
  const [before, here, after] = [salience[step - 1] ?? 0, salience[step]!, salience[step + 1] ?? 0];
  const bend = before - 2 * here + after;
  const shift = bend < 0 ? Math.max(-0.5, Math.min(0.5, (0.5 * (before - after)) / bend)) : 0;
  return SLOWEST * 2 ** ((step + shift) / STEPS_PER_OCTAVE);
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
