import { sinTurns } from '../maths.ts';
import { BLOCK, SAMPLE_RATE } from './block.ts';

/** Points of one turn in a table; one more repeats the first, for interpolation. */
export const TABLE = 2048;

export type Table = Float32Array<ArrayBuffer>;

/** How many harmonics the saw tables hold. */
const HARMONICS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512];

/** One turn of a sine. */
export const SINE = harmonics([1]);

/**
 * Saws with limited band, one table for each count of harmonics. They alias less than polynomial band-limited steps
 * and cost less: what lies above half the sampling rate is never made.
 */
const SAWS = saws();

/** @returns one turn of a wave whose harmonics from the first on have these amplitudes, all in sine phase. */
export function harmonics(amplitudes: readonly number[]): Table {
  const table = new Float32Array(TABLE + 1);
  for (let i = 0; i <= TABLE; i++) {
    let sum = 0;
    for (let h = 0; h < amplitudes.length; h++) {
      sum += amplitudes[h]! * sinTurns((((h + 1) * i) % TABLE) / TABLE);
    }
    table[i] = sum;
  }
  return table;
}

/** @returns the saw for a fundamental of `hertz` with all the harmonics that stay below 0.45 of the sampling rate. */
export function sawFor(hertz: number): Table {
  const room = (0.45 * SAMPLE_RATE) / hertz;
  let best = 0;
  while (best + 1 < HARMONICS.length && HARMONICS[best + 1]! <= room) best++;
  return SAWS[best]!;
}

function saws(): Table[] {
  const sine = new Float64Array(TABLE);
  for (let i = 0; i < TABLE; i++) sine[i] = sinTurns(i / TABLE);
  const sum = new Float64Array(TABLE + 1);
  const tables: Table[] = [];
  let done = 0;
  for (const count of HARMONICS) {
    for (let h = done + 1; h <= count; h++) {
      for (let i = 0; i < TABLE; i++) sum[i] = sum[i]! + sine[(h * i) & (TABLE - 1)]! / h;
    }
    sum[TABLE] = sum[0]!;
    tables.push(Float32Array.from(sum));
    done = count;
  }
  return tables;
}

/** Reads a table round and round. */
export class Oscillator {
  /** Where it is, in points of the table. */
  private phase = 0;

  /** Goes to `turns` in [0, 1). */
  reset(turns: number): void {
    this.phase = turns * TABLE;
  }

  /** Adds the wave at `hertz` (below half the sampling rate) and `gain` to `out` from frame `from` on. */
  add(out: Float64Array, from: number, table: Table, hertz: number, gain: number): void {
    const step = (hertz * TABLE) / SAMPLE_RATE;
    let phase = this.phase;
    for (let i = from; i < BLOCK; i++) {
      const index = phase | 0;
      const a = table[index]!;
      out[i] = out[i]! + gain * (a + (table[index + 1]! - a) * (phase - index));
      phase += step;
      if (phase >= TABLE) phase -= TABLE;
    }
    this.phase = phase;
  }
}
