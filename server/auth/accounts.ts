import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { users } from '../../drizzle/schema.ts';
import type { Account, Credentials, PasswordChange, Registration } from '../../src/lib/core/wire/account.ts';
import type { Database, Queries } from '../database/database.ts';
import { isDuplicate } from '../database/errors.ts';
import { Refusal } from '../http/refusal.ts';
import { hashPassword, isPassword, isSamePassword } from './passwords.ts';
import { redeem } from './set-up.ts';
import { beginSignIn, endSignIns, forgetExpired, type Token } from './sign-ins.ts';

/** An account, and what its device keeps to be known by. */
export interface Opened {
  account: Account;
  token: Token;
}

/**
 * Makes an account, and signs the device in. The password is hashed before anything is looked up, so that a taken address
 * takes as long as a free one.
 * @throws Refusal `email_taken`, `setup_token_wrong`
 */
export async function register(
  database: Database,
  { email, password, locale, setupToken }: Registration,
  device: string,
): Promise<Opened> {
  const passwordHash = await hashPassword(password);
  try {
    return await database.transaction(async (queries) => {
      if (setupToken) await redeem(queries, setupToken);
      const role = setupToken ? 'admin' : 'user';
      const user = { id: randomUUID(), email, passwordHash, role, locale, createdAt: new Date() } as const;
      await queries.insert(users).values(user);
      return { account: accountOf(user), token: await beginSignIn(queries, user.id, device) };
    });
  } catch (error) {
    throw isDuplicate(error) ? new Refusal(409, 'email_taken') : error;
  }
}

/** @throws Refusal `credentials_wrong`, whether there is no such account or the password is another. */
export async function signIn(
  database: Database,
  { email, password }: Credentials,
  device: string,
): Promise<Opened> {
  const [user] = await database.use((queries) => queries.select().from(users).where(eq(users.email, email)));
  const isRight = await isPassword(user?.passwordHash ?? null, password);
  if (!user || !isRight) throw wrong();
  await database.transaction(forgetExpired);
  return database.transaction(async (queries) => {
    await lockUnchanged(queries, user);
    return { account: accountOf(user), token: await beginSignIn(queries, user.id, device) };
  });
}

/**
 * Changes the password, signs all devices out, and this one in again.
 * @throws Refusal `password_wrong`; `password_same`; `credentials_wrong` where it has been changed meanwhile
 */
export async function changePassword(
  database: Database,
  userId: string,
  { current, next }: PasswordChange,
  device: string,
): Promise<Token> {
  const user = await confirmed(database, userId, current);
  if (isSamePassword(current, next)) throw new Refusal(400, 'password_same');
  const passwordHash = await hashPassword(next);
  return database.transaction(async (queries) => {
    await lockUnchanged(queries, user);
    await queries.update(users).set({ passwordHash }).where(eq(users.id, userId));
    await endSignIns(queries, userId);
    return beginSignIn(queries, userId, device);
  });
}

type User = typeof users.$inferSelect;

/** @returns the user, whose password it is. @throws Refusal `password_wrong` */
export async function confirmed(database: Database, userId: string, password: string): Promise<User> {
  const [user] = await database.use((queries) => queries.select().from(users).where(eq(users.id, userId)));
  const isRight = await isPassword(user?.passwordHash ?? null, password);
  if (!user || !isRight) throw new Refusal(401, 'password_wrong');
  return user;
}

/** A password that was right a moment ago may be changed by now, and its account deleted: that must win. */
async function lockUnchanged(queries: Queries, { id, passwordHash }: User): Promise<void> {
  const [now] = await queries
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, id))
    .for('update');
  if (now?.passwordHash !== passwordHash) throw wrong();
}

function wrong(): Refusal {
  return new Refusal(401, 'credentials_wrong');
}

function accountOf({ id, email, role, locale, createdAt }: User): Account {
  return { id, email, role, locale, createdAt: createdAt.getTime() };
}
