import type { Limit } from '../http/limits.ts';

/** Seconds are counted apart: this is for what is asked for and refused, again and again. */
export const START: Limit[] = [{ name: 'start in the cloud', points: 60, seconds: 3600, by: 'account' }];
