/**
 * Who is signed in, and where. This is the one module that knows lucia, which is no longer developed: whoever replaces it
 * writes these functions anew. What is kept is the SHA-256 of a token; the token itself is in the cookie alone.
 */
import { createHash, randomBytes } from 'node:crypto';
import { DrizzleMySQLAdapter } from '@lucia-auth/adapter-drizzle';
import { and, desc, eq } from 'drizzle-orm';
import { Lucia, TimeSpan, type DatabaseSession, type DatabaseUser } from 'lucia';
import { signIns, users } from '../../drizzle/schema.ts';
import type { Account } from '../../src/lib/core/wire/account.ts';
import type { Queries } from '../database/database.ts';
import type { SignedIn } from './signed-in.ts';

/** A sign-in ends this long after its last use, to the half of it ... */
const SLIDING = new TimeSpan(30, 'd');
/** ... and this long after it began, however much it is used. */
const ABSOLUTE = new TimeSpan(180, 'd');
/** How exactly a device's last use is known, ms: a write for each request would be too much. */
const SEEN = 10 * 60_000;

type SignInRow = Omit<typeof signIns.$inferInsert, 'id' | 'userId' | 'expiresAt'>;
type UserRow = Omit<typeof users.$inferSelect, 'id'>;

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<SignInRow, Omit<Account, 'id'>>;
    DatabaseSessionAttributes: SignInRow;
    DatabaseUserAttributes: UserRow;
  }
}

/** What a device is given to keep. */
export interface Token {
  token: string;
  expiresAt: Date;
}

/** Signs a device in. @param device its name, up to 120 characters. */
export async function beginSignIn(queries: Queries, userId: string, device: string): Promise<Token> {
  const token = randomBytes(32).toString('base64url');
  const now = new Date();
  const { expiresAt } = await luciaOver(queries).createSession(
    userId,
    {
      createdAt: now,
      absoluteExpiresAt: new Date(now.getTime() + ABSOLUTE.milliseconds()),
      lastSeenAt: now,
      userAgent: device,
    },
    { sessionId: idOf(token) },
  );
  return { token, expiresAt };
}

/** @returns whose token it is, and until when it now holds where that has moved; null where it is nobody's, or no longer. */
export async function findSignIn(
  queries: Queries,
  token: string,
): Promise<(SignedIn & { movedTo: Date | null }) | null> {
  const { session, user } = await luciaOver(queries).validateSession(idOf(token));
  if (session === null) return null;
  const now = new Date();
  if (now.getTime() - session.lastSeenAt.getTime() > SEEN) {
    await queries.update(signIns).set({ lastSeenAt: now }).where(eq(signIns.id, session.id));
  }
  const movedTo = session.fresh ? earlier(session.expiresAt, session.absoluteExpiresAt) : null;
  const { id, email, role, locale, createdAt } = user;
  return { account: { id, email, role, locale, createdAt }, signInId: session.id, movedTo };
}

/** Signs one device of a user out. @returns whether it was signed in. */
export async function endSignIn(queries: Queries, userId: string, signInId: string): Promise<boolean> {
  const [{ affectedRows }] = await queries
    .delete(signIns)
    .where(and(eq(signIns.id, signInId), eq(signIns.userId, userId)));
  return affectedRows > 0;
}

/** Signs all devices of a user out. */
export function endSignIns(queries: Queries, userId: string): Promise<void> {
  return luciaOver(queries).invalidateUserSessions(userId);
}

/** @returns the devices on which a user is signed in, the one used last first. */
export async function signInsOf(queries: Queries, userId: string): Promise<(typeof signIns.$inferSelect)[]> {
  const now = new Date();
  const all = await queries
    .select()
    .from(signIns)
    .where(eq(signIns.userId, userId))
    .orderBy(desc(signIns.lastSeenAt));
  return all.filter(({ expiresAt }) => expiresAt > now);
}

/** Deletes what has expired. */
export function forgetExpired(queries: Queries): Promise<void> {
  return luciaOver(queries).deleteExpiredSessions();
}

function luciaOver(queries: Queries) {
  return new Lucia(new BoundedAdapter(queries, signIns, users), {
    sessionExpiresIn: SLIDING,
    getSessionAttributes: (row) => row,
    getUserAttributes: ({ email, role, locale, createdAt }) => ({
      email,
      role,
      locale,
      createdAt: createdAt.getTime(),
    }),
  });
}

/** lucia moves the expiry on with use, without end: here it stops at the absolute one. Serves one request. */
class BoundedAdapter extends DrizzleMySQLAdapter {
  #found: DatabaseSession | null = null;

  override async getSessionAndUser(id: string): Promise<[DatabaseSession | null, DatabaseUser | null]> {
    const found = await super.getSessionAndUser(id);
    this.#found = found[0];
    return found;
  }

  override async updateSessionExpiration(id: string, wished: Date): Promise<void> {
    const { expiresAt, attributes } = this.#found!;
    const until = earlier(wished, attributes.absoluteExpiresAt);
    if (until > expiresAt) await super.updateSessionExpiration(id, until);
  }
}

function idOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}
