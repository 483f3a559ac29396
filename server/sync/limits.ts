import type { Limit } from '../http/limits.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How far in the future of the server a version may be, ms: clocks of devices are a little off, and mean no harm. */
export const AHEAD = 5 * MINUTE;

/** How long a deletion is remembered, ms: a device that was away for longer pulls everything anew. */
export const REMEMBERED = 180 * DAY;

/** What is kept of one user. */
export interface Quota {
  records: number;
  /** Of bodies, in UTF-8. */
  bytes: number;
}

/** A piece a minute for two years, or 30 s of tokens 200 000 times: whoever comes so far is no listener. */
export const QUOTA: Quota = { records: 1_000_000, bytes: 4 * 1024 ** 3 };

/** A device alone waits for each answer, and can't ask as often: it is for those who would keep the database busy. */
const OFTEN = { points: 1200, seconds: 60, by: 'account' } as const;
export const PUSH: Limit[] = [{ name: 'push', ...OFTEN }];
export const PULL: Limit[] = [{ name: 'pull', ...OFTEN }];
export const HISTORY: Limit[] = [{ name: 'history', ...OFTEN }];
