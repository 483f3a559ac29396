import { Devices } from '#lib/core/wire/account.ts';
import { signInsOf } from '../../../../../server/auth/sign-ins.ts';
import { endpoint } from '../../../../../server/http/endpoint.ts';

/** The devices on which the user is signed in, the one used last first. */
export const GET = endpoint({ access: 'user' }, async ({ database, user }) => {
  const rows = await database.use((queries) => signInsOf(queries, user.account.id));
  const devices = rows.map(({ id, userAgent, createdAt, lastSeenAt }) => ({
    id,
    name: userAgent,
    isCurrent: id === user.signInId,
    createdAt: createdAt.getTime(),
    lastSeenAt: lastSeenAt.getTime(),
  }));
  return Devices.parse({ devices });
});
