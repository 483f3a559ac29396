import { randomUUID } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import pLimit from 'p-limit';
import { Refusal } from '../http/refusal.ts';

/** Each takes a thread of the four that Node has for files and names too, and 19 MB. */
const AT_ONCE = 2;
/** Those that wait: at some 25 ms each on either thread, whoever comes last waits for about a second. */
const MOST_WAITING = 80;

const atOnce = pLimit(AT_ONCE);

/** What no password matches, in the form of all others. */
const nobodys = hash(randomUUID());

/** @returns Argon2id in its encoded form. @throws Refusal `server_away` where too many are being checked. */
export function hashPassword(password: string): Promise<string> {
  return queued(() => hash(same(password)));
}

/**
 * @param encoded null where there is no such account: that takes as long, so that nobody learns it from the time.
 * @throws Refusal `server_away` where too many are being checked.
 */
export async function isPassword(encoded: string | null, password: string): Promise<boolean> {
  const known = encoded ?? (await nobodys);
  const isRight = await queued(() => verify(known, same(password)));
  return isRight && encoded !== null;
}

/** @returns whether what matches one matches the other. */
export function isSamePassword(one: string, other: string): boolean {
  return same(one) === same(other);
}

/** Keyboards write one and the same letter in more than one way. NIST SP 800-63B, section 5.1.1.2. */
function same(password: string): string {
  return password.normalize('NFKC');
}

async function queued<T>(work: () => Promise<T>): Promise<T> {
  if (atOnce.pendingCount >= MOST_WAITING) throw new Refusal(503, 'server_away', { seconds: 2 });
  return atOnce(work);
}
