import { scopeOfAll, scopeOfNetwork, scopeOfUser, type Share } from '../budgets/counts.ts';

/** What scopes begin with: seconds of music. */
export const UNIT = 'seconds';

/** Whom seconds are counted for: a user, and the network of the address that asks, from which many may register. */
export interface Payer {
  user: string;
  address: string;
}

/** Seconds of music. */
export interface Limits {
  /** Of one user a day. */
  user: number;
  /** Of one network a day. */
  network: number;
  /** Of all together a day. */
  all: number;
}

type Count = Pick<Share, 'scope' | 'period'>;

const byUser = (user: string, period: string): Count => ({ scope: scopeOfUser(UNIT, user), period });
const ofAll = (period: string): Count => ({ scope: scopeOfAll(UNIT), period });

/** The count of a network on a day. */
export function countOfNetwork(address: string, period: string): Count {
  return { scope: scopeOfNetwork(UNIT, address), period };
}

/** What is counted of a job wherever it came from. */
export function countsOf(user: string, period: string): Count[] {
  return [byUser(user, period), ofAll(period)];
}

/** All counts of what is asked for on a day, in the order of their names. */
export function sharesOf({ user, address }: Payer, period: string, limits: Limits): Share[] {
  return [
    { ...byUser(user, period), name: 'of the user', limit: limits.user },
    { ...countOfNetwork(address, period), name: 'of the network', limit: limits.network },
    { ...ofAll(period), name: 'of all', limit: limits.all },
  ];
}
