import type { Architecture } from '../architecture.ts';
import type { Condition, Decoder } from '../decoder.ts';
import { PAD } from '../delay.ts';

/** As guidance has them: rows with some text, and as many without. */
export function anyCondition({ textDim }: Architecture, length: number, rows = 2): Condition {
  const hidden = new Float32Array(rows * length * textDim);
  for (let i = 0; i < hidden.length / 2; i++) hidden[i] = Math.sin(12.9898 * i);
  // The last position of a row with text is padding.
  const mask = Uint8Array.from({ length: rows * length }, (_, i) =>
    i < (rows * length) / 2 && i % length < length - 1 ? 1 : 0,
  );
  return { rows, length, hidden, mask };
}

/** What a decoder gave and what was chosen of it, step by step. */
interface Run {
  logits: Float32Array[];
  tokens: number[];
}

/**
 * Decodes greedily, by the first row, from `known` columns on.
 * @param told codes to go on with instead (teacher forcing), so that one that differs does not change all that come
 * after.
 */
export async function greedy(
  { codebooks, vocabulary }: Architecture,
  decoder: Decoder,
  condition: Condition,
  known: number,
  steps: number,
  told?: readonly number[],
): Promise<Run> {
  const { rows } = condition;
  const run: Run = { logits: [], tokens: [] };
  const codes = Int32Array.from({ length: rows * codebooks * known }, (_, i) =>
    i % known === 0 ? PAD : (i * 37) % vocabulary,
  );
  let logits = await decoder.begin(condition, codes, known + steps);
  for (let step = 0; step < steps; step++) {
    run.logits.push(logits.slice());
    const column = Array.from({ length: codebooks }, (_, k) => {
      const row = logits.subarray(k * vocabulary, (k + 1) * vocabulary);
      return row.indexOf(row.reduce((most, value) => Math.max(most, value)));
    });
    run.tokens.push(...column);
    const next = told?.slice(step * codebooks, (step + 1) * codebooks) ?? column;
    logits = await decoder.step(
      Int32Array.from({ length: rows * codebooks }, (_, i) => next[i % codebooks]!),
    );
  }
  return run;
}

export function largestDifference(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  let most = 0;
  for (const [i, row] of a.entries()) {
    for (const [j, value] of row.entries()) {
      // Not a number is as far away as can be.
      most = Math.max(most, Math.abs(value - b[i]![j]!) || (value === b[i]![j] ? 0 : Infinity));
    }
  }
  return most;
}
