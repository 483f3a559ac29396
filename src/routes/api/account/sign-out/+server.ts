import { Done } from '#lib/core/wire/account.ts';
import { clearToken } from '../../../../../server/auth/session-cookie.ts';
import { endSignIn } from '../../../../../server/auth/sign-ins.ts';
import { endpoint } from '../../../../../server/http/endpoint.ts';

/** Signs this device out; one that is signed out already stays so. */
export const POST = endpoint({ access: 'anyone' }, async (call) => {
  const { user, database } = call;
  if (user) await database.use((queries) => endSignIn(queries, user.account.id, user.signInId));
  clearToken(call);
  return Done.parse({ done: true });
});
