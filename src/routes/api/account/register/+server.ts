import { Registration, SignedInAnswer } from '#lib/core/wire/account.ts';
import { register } from '../../../../../server/auth/accounts.ts';
import { REGISTER } from '../../../../../server/auth/limits.ts';
import { openOn } from '../../../../../server/auth/open-on.ts';
import { endpoint } from '../../../../../server/http/endpoint.ts';

/** Makes an account, and signs this device in. */
export const POST = endpoint({ access: 'anyone', body: Registration, limits: REGISTER }, async (call) => {
  const account = await openOn(call, (device) => register(call.database, call.body, device));
  return SignedInAnswer.parse({ account });
});
