import { GENRES } from '../../src/lib/core/brief.ts';
import type { Genre } from '../../src/lib/core/brief.ts';
import { Params } from '../../src/lib/core/params.ts';
import { composer } from '../../src/lib/music/engines/composer/composer.ts';
import { memoryInUse } from '../garbage.ts';
import { genreBrief } from '../golden/genre-briefs.ts';
import type { Bench } from './bench.ts';

const SEEDS = [1, 2, 3];
const DURATION = 30;
const MEGABYTE = 1024 * 1024;

/**
 * The composer on this thread. `realtime`: how much faster than real time it makes 30 s, by the processor time of all
 * threads of this process, what one core gives; `by_clock`: the same by the clock, which other work on the machine slows;
 * `first_ms`: from asking to the first sound after a cold start, the slowest there is; `memory_30s_mb` and
 * `memory_120s_mb`: by how much the memory in use grows while so much music is made, beyond the audio.
 */
const bench: Bench = async () => {
  const rows = [];
  for (const genre of GENRES) {
    for (const seed of SEEDS) rows.push({ genre, seed, ...(await time(genre, seed)) });
  }
  const short = await peakMemory('pop', 30);
  const long = await peakMemory('pop', 120);
  return {
    rows,
    figures: {
      realtime: median(rows.map((row) => row.realtime)),
      by_clock: median(rows.map((row) => row.by_clock)),
      first_ms: rows[0]!.first_ms,
      memory_30s_mb: short / MEGABYTE,
      memory_120s_mb: long / MEGABYTE,
    },
  };
};

export default bench;

async function time(
  genre: Genre,
  seed: number,
): Promise<{ realtime: number; by_clock: number; first_ms: number }> {
  const start = performance.now();
  const before = process.cpuUsage();
  let first = 0;
  for await (const update of composer.generate(genreBrief(genre, DURATION), Params.parse({ seed }))) {
    if (update.type === 'audio' && first === 0) first = performance.now() - start;
  }
  const clock = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return {
    realtime: round((DURATION * 1e6) / (user + system)),
    by_clock: round((DURATION * 1e3) / clock),
    first_ms: round(first),
  };
}

/** Bytes by which this process grows at most while a piece is made, each chunk dropped as a player would drop it. */
async function peakMemory(genre: Genre, duration: number): Promise<number> {
  const before = memoryInUse();
  let peak = before;
  for await (const update of composer.generate(genreBrief(genre, duration), Params.parse({ seed: 1 }))) {
    if (update.type === 'progress') peak = Math.max(peak, memoryInUse());
  }
  return peak - before;
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
