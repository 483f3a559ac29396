import type { Limit } from '../http/limits.ts';

/** Seconds are counted apart: this is for what is asked for and refused, again and again. */
export const START: Limit[] = [{ name: 'start in the cloud', points: 60, seconds: 3600, by: 'account' }];

/** A page looks at each of three pieces every second, and a few pages may be open. */
export const LOOK: Limit[] = [{ name: 'look in the cloud', points: 600, seconds: 60, by: 'account' }];

/** Replicate tells of each piece once, and again where it was not heard. What is forged costs a signature to find out. */
export const WEBHOOKS: Limit[] = [{ name: 'webhooks', points: 1200, seconds: 60, by: 'address' }];
