import type { Account } from '../../src/lib/core/wire/account.ts';
import type { Access, Call } from '../http/endpoint.ts';
import type { Opened } from './accounts.ts';
import { deviceName } from './device-name.ts';
import { keepToken } from './session-cookie.ts';
import { endSignIn } from './sign-ins.ts';

/** @returns the name of the device that asks. */
export function deviceOf({ request }: Pick<Call<Access, unknown, unknown>, 'request'>): string {
  return deviceName(request.headers.get('user-agent') ?? '');
}

/** Opens an account on the device that asks, in place of the one that was open there. */
export async function openOn(
  call: Call<'anyone', unknown, unknown>,
  open: (device: string) => Promise<Opened>,
): Promise<Account> {
  const { account, token } = await open(deviceOf(call));
  const { user, database } = call;
  if (user) await database.use((queries) => endSignIn(queries, user.account.id, user.signInId));
  keepToken(call, token);
  return account;
}
