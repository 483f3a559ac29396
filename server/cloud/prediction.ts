import * as z from 'zod';

/** What we read of a piece of work of Replicate's. */
export const Prediction = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  /** `aborted` is `canceled` before it ran. */
  status: z.enum(['starting', 'processing', 'succeeded', 'failed', 'canceled', 'aborted']),
  output: z.unknown().optional(),
  error: z.unknown().optional(),
  logs: z.string().nullish(),
  /** When it began to run, which is what costs. */
  started_at: z.string().nullish(),
});
export type Prediction = z.infer<typeof Prediction>;

/** Replicate says in words why it failed. So many characters of them are told. */
const LONGEST_REASON = 200;

/** @returns why, in one line. */
export function reasonOf(error: unknown): string {
  const text = typeof error === 'string' ? error.trim().replace(/\s+/g, ' ') : '';
  // The end may cut a pair of surrogates in two, and half of one is refused by MySQL in JSON.
  return text.slice(0, LONGEST_REASON).toWellFormed() || '?';
}

/** How tqdm draws its bar, as in ` 76%|####  | 1140/1500 [00:33<00:10]`; audiocraft counts `1140 /   1500`. */
const BAR = /(\d{1,3})%\|/g;
const COUNT = /(\d+)\s*\/\s*(\d+)/g;

/** @returns how much is made, 0 to 1, as the last line of the logs that says it has it; null where none does. */
export function fractionOf(logs: string): number | null {
  const percent = [...logs.matchAll(BAR)].at(-1)?.[1];
  if (percent !== undefined) return Math.min(1, Number(percent) / 100);
  const [, done, total] = [...logs.matchAll(COUNT)].at(-1) ?? [];
  return Number(total) > 0 ? Math.min(1, Number(done) / Number(total)) : null;
}
