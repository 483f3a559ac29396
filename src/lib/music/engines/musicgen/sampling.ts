import { AttuneError } from '../../../core/errors.ts';
import type { Params } from '../../../core/params.ts';
import { heapify, popLargest } from './sampling-heap.ts';

/** How a token is chosen among the logits. */
export type Sampling = Pick<Params, 'topK' | 'topP' | 'temperature' | 'cfgCoef'>;

/** Always the likeliest token, the lowest of equals: what the self-test and comparisons with others use. */
export const GREEDY = { topK: 1, topP: 0, temperature: 1 } as const satisfies Omit<Sampling, 'cfgCoef'>;

/** Draws tokens, one row of logits at a time. It keeps its own room and allocates nothing a call. */
export interface Sampler {
  /**
   * @param logits of all rows
   * @param conditioned where the row with the text begins in `logits`
   * @param unconditioned where its row without it, or with the negative prompt, begins; null draws without guidance
   * @param chance in [0, 1)
   * @returns a token, 0 to the width less one
   * @throws AttuneError `device_failed` for a row that isn't finite or is all one value, as a lost device leaves it
   */
  draw(logits: Float32Array, conditioned: number, unconditioned: number | null, chance: number): number;
}

/**
 * MusicGen's way to a token, in audiocraft's order: guidance, temperature, softmax, then the nucleus (`topP`) where it is
 * not 0, else the `topK` likeliest where that is not 0, else all. Of equally likely tokens the lower comes first.
 *
 * The same logits and chance give the same token on one device. Greedy is the same everywhere; `Math.exp` may differ in
 * its last bit between JavaScript engines, which can tip a draw that falls between two tokens to within that bit.
 * @param width how many logits a row has
 */
export function createSampler({ topK, topP, temperature, cfgCoef }: Sampling, width: number): Sampler {
  const row = new Float32Array(width);
  const weights = new Float64Array(width);
  const order = Uint16Array.from({ length: width }, (_, token) => token);
  const isNucleus = topP > 0 && topP < 1;
  const most = topP > 0 || topK === 0 ? width : Math.min(topK, width);

  /** Fills `row` with guided logits. @returns the likeliest token. */
  function guide(logits: Float32Array, conditioned: number, unconditioned: number | null): number {
    let best = 0;
    let least = Infinity;
    let sound = true;
    for (let i = 0; i < width; i++) {
      const free = logits[(unconditioned ?? conditioned) + i]!;
      const told = logits[conditioned + i]!;
      // Ho and Salimans, "Classifier-free diffusion guidance", 2022.
      row[i] = unconditioned === null ? told : free + (told - free) * cfgCoef;
      const value = row[i]!;
      sound &&= Number.isFinite(value);
      if (value > row[best]!) best = i;
      if (value < least) least = value;
    }
    if (!sound) throw new AttuneError('device_failed', { reason: 'logits are not finite' });
    if (least === row[best]) throw new AttuneError('device_failed', { reason: 'logits are all alike' });
    return best;
  }

  /** Softmax before it is divided by its sum. */
  const weigh = (token: number, top: number) =>
    (weights[token] = Math.exp((row[token]! - top) / temperature));

  /** Weighs all tokens. @returns the sum. */
  function weighAll(top: number): number {
    let sum = 0;
    for (let token = 0; token < width; token++) sum += weigh(token, top);
    return sum;
  }

  /**
   * Moves the likeliest tokens to the end of `order`, the likeliest last, until they are enough or weigh more than
   * `limit`. @returns the first place kept, and their weight.
   */
  function select(top: number, limit: number): { first: number; kept: number } {
    heapify(order, row);
    let kept = 0;
    let first = width;
    while (first > width - most && kept <= limit) kept += weigh(popLargest(order, row, first--), top);
    return { first, kept };
  }

  return {
    draw(logits, conditioned, unconditioned, chance) {
      const best = guide(logits, conditioned, unconditioned);
      if (most === 1) return best;
      const top = row[best]!;
      if (!isNucleus && most === width) return pick(weights, null, 0, chance * weighAll(top));
      const { first, kept } = select(top, isNucleus ? topP * weighAll(top) : Infinity);
      return pick(weights, order, first, chance * kept);
    },
  };
}

/** The token at which the running sum of weights passes `share` of it; from the end of `order` where there is one. */
function pick(weights: Float64Array, order: Uint16Array | null, first: number, share: number): number {
  let passed = 0;
  let token = 0;
  for (let place = weights.length - 1; place >= first; place--) {
    const next = order?.[place] ?? place;
    if (weights[next] === 0) continue;
    token = next;
    passed += weights[token]!;
    if (passed > share) break;
  }
  return token;
}
