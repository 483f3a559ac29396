/** What a bench gives: the rows of its table, and the few figures that its one line names. */
export interface BenchResult {
  rows: Record<string, string | number>[];
  figures: Record<string, number | string>;
}

/** `tests/benches/NAME.ts` exports one as its default. */
export type Bench = () => Promise<BenchResult>;
