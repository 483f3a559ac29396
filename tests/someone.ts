import { users } from '../drizzle/schema.ts';
import { hashPassword } from '../server/auth/passwords.ts';
import { beginSignIn } from '../server/auth/sign-ins.ts';
import type { ROLES } from '../src/lib/core/wire/account.ts';
import type { ApiServer } from './api-server.ts';
import { PASSWORD, Visitor } from './visitor.ts';
import { user } from './whole-user.ts';

/** Somebody who is signed in. */
export type Someone = Visitor & { user: ReturnType<typeof user> };

const passwordHash = hashPassword(PASSWORD);

/** @returns somebody new, past the endpoints: no limit would let so many register. */
export async function someoneIn(api: ApiServer, role: (typeof ROLES)[number]): Promise<Someone> {
  const someone = { ...user(), passwordHash: await passwordHash };
  await api.database.use((queries) => queries.insert(users).values({ ...someone, role }));
  return signedIn(api, someone);
}

/** @returns another device of somebody's. */
export async function signedIn(api: ApiServer, user: Someone['user']): Promise<Someone> {
  const { token } = await api.database.use((queries) => beginSignIn(queries, user.id, 'a device'));
  const visitor = new Visitor(api.url);
  visitor.cookies.set('attune', token);
  return Object.assign(visitor, { user });
}
