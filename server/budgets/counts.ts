/** What may be used up in a period: tokens of a language model, seconds of music. */
import { networkDigest } from '../http/network.ts';

/** One count that an amount goes into. */
export interface Share {
  /** Who counts what: `tokens by user ...`. Its first word is the unit. */
  scope: string;
  /** For the log: names nobody. */
  name: string;
  /** In UTC: `2026-11-21`, or `2026-11-21T10:05`. */
  period: string;
  limit: number;
}

/** An amount that was set aside. */
export interface Reservation {
  /** Counts what was really used in its place. */
  settle(amount: number): Promise<void>;
}

/** There is no room left in a share. */
export class Full extends Error {
  readonly share: Share;

  constructor(share: Share) {
    super(`no room left: ${share.name}`);
    this.share = share;
  }
}

/** Where amounts are counted. */
export interface Counts {
  /**
   * Sets an amount aside before it is used, in every share at once or in none.
   * @param shares in the order of their names: whoever locks them in that order waits for nobody who waits for them.
   * @throws Full
   */
  reserve(shares: readonly Share[], amount: number): Promise<Reservation>;
}

/** @returns the scope of what all users together have used of a unit, which whoever runs the server may see. */
export function scopeOfAll(unit: string): string {
  return `${unit} of all`;
}

/** @returns the scope of what one user uses. */
export function scopeOfUser(unit: string, user: string): string {
  return `${unit} by user ${user}`;
}

/** @returns the scope of what is asked for from one network, whoever asks. */
export function scopeOfNetwork(unit: string, address: string): string {
  return `${unit} from ${networkDigest(address)}`;
}

/** @returns the day of `now` as a period, in UTC. */
export function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}
