import { Credentials, SignedInAnswer } from '#lib/core/wire/account.ts';
import { signIn } from '../../../../../server/auth/accounts.ts';
import { SIGN_IN } from '../../../../../server/auth/limits.ts';
import { openOn } from '../../../../../server/auth/open-on.ts';
import { endpoint } from '../../../../../server/http/endpoint.ts';

/** Signs this device in. */
export const POST = endpoint(
  { access: 'anyone', body: Credentials, limits: SIGN_IN, account: ({ email }) => email },
  async (call) => {
    const account = await openOn(call, (device) => signIn(call.database, call.body, device));
    return SignedInAnswer.parse({ account });
  },
);
