import {
  AccountState,
  Devices,
  Done,
  SignedInAnswer,
  type Account,
  type Credentials,
  type Device,
  type PasswordChange,
  type Registration,
} from '#lib/core/wire/account.ts';
import type { ServerApi } from '#lib/runtime/server-api.ts';

/** What the server does about accounts. Every method throws AttuneError. */
export interface AccountServer {
  state(): Promise<AccountState>;
  register(registration: Registration): Promise<Account>;
  signIn(credentials: Credentials): Promise<Account>;
  signOut(): Promise<unknown>;
  signOutEverywhere(): Promise<unknown>;
  changePassword(change: PasswordChange): Promise<unknown>;
  devices(): Promise<Device[]>;
  endDevice(id: string): Promise<unknown>;
  deleteAccount(password: string): Promise<unknown>;
}

/** Where everything that an account holds is downloaded from, as a zip. */
export const EXPORT_URL = '/api/account/export';

/** Milliseconds until an account is deleted: a long history takes many steps. */
const DELETING = 600_000;

export function accountServer(ask: ServerApi): AccountServer {
  const post = (path: string): Promise<unknown> => ask(path, Done, { method: 'POST', body: {} });
  const enter = async (path: string, body: object): Promise<Account> =>
    (await ask(path, SignedInAnswer, { method: 'POST', body })).account;

  return {
    state: () => ask('/api/account', AccountState),
    register: (registration) => enter('/api/account/register', registration),
    signIn: (credentials) => enter('/api/account/sign-in', credentials),
    signOut: () => post('/api/account/sign-out'),
    signOutEverywhere: () => post('/api/account/sign-out-everywhere'),
    changePassword: (change) => ask('/api/account/password', Done, { method: 'PUT', body: change }),
    devices: async () => (await ask('/api/account/devices', Devices)).devices,
    endDevice: (id) => ask(`/api/account/devices/${id}`, Done, { method: 'DELETE' }),
    deleteAccount: (password) =>
      ask('/api/account', Done, { method: 'DELETE', body: { password }, patience: DELETING }),
  };
}
