import type { AgentFailure } from '../../src/lib/core/wire/agents.ts';

/** Whom tokens are counted for: a signed-in user, or else the address that asks. */
export interface Payer {
  user: string | null;
  address: string;
}

/** Tokens that were set aside. */
export interface Reservation {
  /** Counts what was really used in their place. */
  settle(tokens: number): Promise<void>;
}

/** What may be asked of the language model. */
export interface Budget {
  /**
   * Sets tokens aside before they are used, in every share at once or in none.
   * @throws Failed `busy` where the address asks too much at once, `spent` where the day's share is used up.
   */
  reserve(payer: Payer, tokens: number): Promise<Reservation>;
}

/** Tokens. */
export interface Limits {
  /** Of one user a day. */
  user: number;
  /** Of one address a minute. */
  address: number;
  /** Of all together a day. */
  all: number;
}

/** One count that tokens go into. */
export interface Share {
  scope: string;
  /** For the log: names nobody. */
  name: string;
  /** In UTC: `2026-11-21`, or `2026-11-21T10:05`. */
  period: string;
  limit: number;
  /** What it means when there is no room left. */
  failure: AgentFailure & ('busy' | 'spent');
}

/**
 * The counts of what a payer asks for at `now`, in the order of their names: whoever locks them in that order waits for
 * nobody who waits for them.
 */
export function sharesOf({ user, address }: Payer, limits: Limits, now: Date): Share[] {
  const day = now.toISOString().slice(0, 10);
  const minute = now.toISOString().slice(0, 16);
  const who = user === null ? `address ${address}` : `user ${user}`;
  return [
    { scope: `tokens by ${who}`, name: 'of the user', period: day, limit: limits.user, failure: 'spent' },
    {
      scope: `tokens from ${address}`,
      name: 'of the address',
      period: minute,
      limit: limits.address,
      failure: 'busy',
    },
    { scope: 'tokens of all', name: 'of all', period: day, limit: limits.all, failure: 'spent' },
  ];
}
