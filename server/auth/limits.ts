/** How often accounts may be asked for what can be guessed at or costs much. */
import type { Limit } from '../http/limits.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * Nobody may lock another out. Counting by e-mail alone would let them: whoever knows an address could use its attempts
 * up. So the limit that bites first is by e-mail and network address together, and it stops whoever guesses. The one by
 * e-mail alone is for those who guess from many addresses at once. It is more than twice what one address can use up in
 * its hour (40), and what was refused before counts for nothing there, so it takes three addresses that attack for the
 * whole hour; and even then, devices that are signed in stay so. A hundred guesses an hour find no password of ten
 * characters. For the same reason one account that is guessed at uses up a sixth of what its address has, and leaves the
 * rest to those who share the address.
 */
export const SIGN_IN: Limit[] = [
  { name: 'sign-in by both', points: 10, seconds: 15 * MINUTE, by: 'both' },
  { name: 'sign-in by address', points: 60, seconds: 15 * MINUTE, by: 'address' },
  { name: 'sign-in by account', points: 100, seconds: HOUR, by: 'account' },
];

/** A new account may write and store; a whole office behind one address may register in an hour. */
export const REGISTER: Limit[] = [{ name: 'register', points: 30, seconds: HOUR, by: 'address' }];

/** Whoever sits at another's open browser could guess at the password here; changing and deleting count together. */
export const CONFIRM: Limit[] = [{ name: 'confirm', points: 10, seconds: 15 * MINUTE, by: 'account' }];

/** It reads all that there is. */
export const EXPORT: Limit[] = [{ name: 'export', points: 10, seconds: HOUR, by: 'account' }];
