import { Done, PasswordChange } from '#lib/core/wire/account.ts';
import { changePassword } from '../../../../../server/auth/accounts.ts';
import { CONFIRM } from '../../../../../server/auth/limits.ts';
import { deviceOf } from '../../../../../server/auth/open-on.ts';
import { keepToken } from '../../../../../server/auth/session-cookie.ts';
import { endpoint } from '../../../../../server/http/endpoint.ts';

/** Changes the password: other devices are signed out, and this one gets a new token. */
export const PUT = endpoint({ access: 'user', body: PasswordChange, limits: CONFIRM }, async (call) => {
  const { database, user, body } = call;
  keepToken(call, await changePassword(database, user.account.id, body, deviceOf(call)));
  return Done.parse({ done: true });
});
