import type { Limit } from '../http/limits.ts';

/** A piece asks three agents at most. What they may cost is counted apart, in tokens: budget.ts. */
export const AGENTS: Limit[] = [{ name: 'agents', points: 60, seconds: 60, by: 'account' }];
