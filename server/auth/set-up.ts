/**
 * How the first administrator comes to be: each server prints a token at its start, and whoever registers with one of
 * them first is it. From then on none is valid. Servers that start at once print one each, and each is good.
 */
import { createHash, randomBytes } from 'node:crypto';
import { eq, like } from 'drizzle-orm';
import { settings, users } from '../../drizzle/schema.ts';
import type { Database, Queries } from '../database/database.ts';
import { Refusal } from '../http/refusal.ts';

const PREFIX = 'set-up ';
const offered = like(settings.name, `${PREFIX}%`);

/** Prints a token where nobody is an administrator. Its hash is kept. */
export async function offerSetUp(database: Database, print: (line: string) => void): Promise<void> {
  const token = randomBytes(16).toString('hex');
  const isOpen = await database.transaction(async (queries) => {
    if (await hasAdministrator(queries)) {
      await queries.delete(settings).where(offered);
      return false;
    }
    await queries.insert(settings).values({ name: nameOf(token), value: '', updatedAt: new Date() });
    return true;
  });
  if (isOpen) print(`No administrator yet: who registers first with this set-up token is it: ${token}`);
}

/** @returns whether a token makes an administrator. */
export async function isSetUpOpen(queries: Queries): Promise<boolean> {
  const rows = await queries.select({ name: settings.name }).from(settings).where(offered).limit(1);
  return rows.length > 0;
}

/**
 * Takes a token, for the caller to make an administrator in the same transaction. All tokens are locked, so that of two
 * who come together, with the same or with different ones, one sees what the other has done.
 * @throws Refusal `setup_token_wrong`
 */
export async function redeem(queries: Queries, token: string): Promise<void> {
  const rows = await queries.select({ name: settings.name }).from(settings).where(offered).for('update');
  const isGood = rows.some(({ name }) => name === nameOf(token)) && !(await hasAdministrator(queries));
  if (!isGood) throw new Refusal(403, 'setup_token_wrong');
  await queries.delete(settings).where(offered);
}

async function hasAdministrator(queries: Queries): Promise<boolean> {
  const rows = await queries.select({ id: users.id }).from(users).where(eq(users.role, 'admin')).limit(1);
  return rows.length > 0;
}

function nameOf(token: string): string {
  return PREFIX + createHash('sha256').update(token).digest('base64url');
}
