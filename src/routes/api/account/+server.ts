import { AccountState } from '#lib/core/wire/account.ts';
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
