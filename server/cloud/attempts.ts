import { setTimeout as sleep } from 'node:timers/promises';
import { Unavailable } from '../database/errors.ts';
import type { Refusal } from '../http/refusal.ts';
import { stopping } from '../stopping.ts';

/** How long and how often something is asked for. Milliseconds. */
export interface Patience {
  /** That one attempt may take. */
  attempt: number;
  /** That all of them may take together. */
  overall: number;
  attempts: number;
  /** Before the second attempt, unless the other side says; twice as much before the third. */
  pause: number;
}

export const PATIENCE = { attempt: 20_000, overall: 60_000, pause: 500 } as const;

/** Nobody is kept waiting longer than this before another attempt, ms, whatever the other side says. */
const LONGEST_WAIT = 10_000;

/** A failure that may pass: the connection, 429 and 5xx. */
export class Passing extends Error {
  /** What is said of it where it does not pass. */
  readonly refusal: Refusal;
  /** Milliseconds that the other side wants to be left alone; null where it does not say. */
  readonly wait: number | null;

  constructor(refusal: Refusal, wait: number | null, options?: ErrorOptions) {
    super(refusal.message, options);
    this.refusal = refusal;
    this.wait = wait;
  }
}

/**
 * Tries until something succeeds or fails for good.
 * @param attempt throws Passing where another attempt may help; what else it throws is passed on at once.
 * @throws Refusal of the last attempt; Unavailable where this process is told to end: another may go on.
 */
export async function persistent<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  { overall, attempts, pause, ...patience }: Patience,
): Promise<T> {
  const end = Date.now() + overall;
  for (let n = 1; ; n++) {
    const late = AbortSignal.timeout(Math.max(1, Math.min(patience.attempt, end - Date.now())));
    try {
      return await attempt(AbortSignal.any([late, stopping]));
    } catch (error) {
      if (!(error instanceof Passing)) throw error;
      if (stopping.aborted) throw new Unavailable('The server is about to end.', { cause: error });
      const wait = error.wait ?? pause * 2 ** (n - 1) * (0.75 + Math.random() / 2);
      if (n >= attempts || wait > LONGEST_WAIT || Date.now() + wait >= end) throw error.refusal;
      await sleep(wait, null, { signal: stopping }).catch(() => {}); // The next attempt says so.
    }
  }
}

/** @returns milliseconds that an answer asks to wait: seconds or a date, RFC 9110, section 10.2.3; null where it does not. */
export function waitOf(headers: Headers): number | null {
  const told = headers.get('retry-after');
  if (told === null) return null;
  const seconds = Number(told);
  const wait = Number.isNaN(seconds) ? Date.parse(told) - Date.now() : seconds * 1000;
  return Number.isNaN(wait) ? null : Math.max(0, wait);
}
