import { AccountDeletion, AccountState, Done } from '#lib/core/wire/account.ts';
import { deleteAccount } from '../../../../server/auth/delete-account.ts';
import { CONFIRM } from '../../../../server/auth/limits.ts';
import { clearToken } from '../../../../server/auth/session-cookie.ts';
import { isSetUpOpen } from '../../../../server/auth/set-up.ts';
import { endpoint } from '../../../../server/http/endpoint.ts';

/** Whether there are accounts here, and whose this browser is. */
export const GET = endpoint(
  {
    access: 'anyone',
    withoutDatabase: () => AccountState.parse({ available: false, isFirst: false, account: null }),
  },
  async ({ database, user }) => {
    const isFirst = await database.use(isSetUpOpen);
    return AccountState.parse({ available: true, isFirst, account: user?.account ?? null });
  },
);

/** Deletes the account, and all that belongs to it. */
export const DELETE = endpoint({ access: 'user', body: AccountDeletion, limits: CONFIRM }, async (call) => {
  await deleteAccount(call.database, call.user.account.id, call.body.password);
  clearToken(call);
  return Done.parse({ done: true });
});
