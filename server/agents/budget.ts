import {
  dayOf,
  Full,
  scopeOfAll,
  scopeOfNetwork,
  scopeOfUser,
  type Counts,
  type Reservation,
  type Share,
} from '../budgets/counts.ts';
import { networkDigest } from '../http/network.ts';
import { Failed } from './failed.ts';

/** Whom tokens are counted for: a signed-in user, or else the network of the address that asks. */
export interface Payer {
  user: string | null;
  address: string;
}

/** What may be asked of the language model. */
export interface Budget {
  /**
   * Sets tokens aside before they are used.
   * @throws Failed `busy` where the network asks too much at once, `spent` where the day's share is used up.
   */
  reserve(payer: Payer, tokens: number): Promise<Reservation>;
}

/** Tokens. */
export interface Limits {
  /** Of one user a day. */
  user: number;
  /** Of one network a minute. */
  network: number;
  /** Of all together a day. */
  all: number;
}

/** What scopes begin with. */
export const UNIT = 'tokens';

/** A budget over counts of the database, or of this process. */
export function tokenBudget(counts: Counts, limits: Limits, clock = () => new Date()): Budget {
  return {
    async reserve(payer, tokens) {
      try {
        return await counts.reserve(sharesOf(payer, limits, clock()), tokens);
      } catch (error) {
        if (!(error instanceof Full)) throw error;
        const isOfMinute = error.share.period.includes('T');
        throw new Failed(isOfMinute ? 'busy' : 'spent', error.message);
      }
    },
  };
}

/** The counts of what a payer asks for at `now`, in the order of their names. */
export function sharesOf({ user, address }: Payer, limits: Limits, now: Date): Share[] {
  const day = dayOf(now);
  const minute = now.toISOString().slice(0, 16);
  const scope = user === null ? `${UNIT} by network ${networkDigest(address)}` : scopeOfUser(UNIT, user);
  return [
    { scope, name: 'of the user', period: day, limit: limits.user },
    { scope: scopeOfNetwork(UNIT, address), name: 'of the network', period: minute, limit: limits.network },
    { scope: scopeOfAll(UNIT), name: 'of all', period: day, limit: limits.all },
  ];
}
