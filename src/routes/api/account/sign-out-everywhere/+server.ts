import { Done } from '#lib/core/wire/account.ts';
import { clearToken } from '../../../../../server/auth/session-cookie.ts';
import { endSignIns } from '../../../../../server/auth/sign-ins.ts';
import { endpoint } from '../../../../../server/http/endpoint.ts';

/** Signs all devices of the user out, this one too. */
export const POST = endpoint({ access: 'user' }, async (call) => {
  await call.database.use((queries) => endSignIns(queries, call.user.account.id));
  clearToken(call);
  return Done.parse({ done: true });
});
