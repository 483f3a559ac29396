import { Device, Done } from '#lib/core/wire/account.ts';
import { clearToken } from '../../../../../../server/auth/session-cookie.ts';
import { endSignIn } from '../../../../../../server/auth/sign-ins.ts';
import { endpoint } from '../../../../../../server/http/endpoint.ts';
import { Refusal } from '../../../../../../server/http/refusal.ts';

/** Signs one device of the user's out. */
export const DELETE = endpoint({ access: 'user' }, async (call) => {
  const { user, database, params } = call;
  const { data: id } = Device.shape.id.safeParse(params.id);
  const isEnded = id && (await database.use((queries) => endSignIn(queries, user.account.id, id)));
  if (!isEnded) throw new Refusal(404, 'not_found');
  if (id === user.signInId) clearToken(call);
  return Done.parse({ done: true });
});
