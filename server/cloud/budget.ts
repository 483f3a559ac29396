import type { Share } from '../budgets/counts.ts';

/** What scopes begin with: seconds of music. */
export const UNIT = 'seconds';

/** Seconds of music. */
export interface Limits {
  /** Of one user a day. */
  user: number;
  /** Of all together a day. */
  all: number;
}

/** The counts of a user's music on a day, in the order of their names. */
export function sharesOf(user: string, day: string, limits: Limits): Share[] {
  return [
    { scope: `${UNIT} by user ${user}`, name: 'of the user', period: day, limit: limits.user },
    { scope: `${UNIT} of all`, name: 'of all', period: day, limit: limits.all },
  ];
}
