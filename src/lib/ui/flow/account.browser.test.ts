import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AttuneError, type ErrorCode } from '#lib/core/errors.ts';
import type { Account, AccountState, Device } from '#lib/core/wire/account.ts';
import type { AccountServer } from './account-server.ts';
import { createAccount } from './account.svelte.ts';
import { wish } from './wish.svelte.ts';

const followed: (string | null)[] = [];
const forgotten: string[] = [];
vi.mock('./sync.svelte.ts', () => ({
  syncing: {
    follow: async (account: Account | null) => void followed.push(account?.id ?? null),
    resume: async () => undefined,
    finishClaim: async () => undefined,
    claimable: async () => 0,
    forget: async (id: string) => void forgotten.push(id),
  },
}));

const MEI: Account = {
  id: '7b0a8f8e-6c2e-4c55-9d58-0a4d5f6b1c11',
  email: 'mei@example.com',
  role: 'user',
  locale: 'zh',
  createdAt: 1,
};
const ANN: Account = { ...MEI, id: '7b0a8f8e-6c2e-4c55-9d58-0a4d5f6b1c12', email: 'ann@example.com' };
const PHONE: Device = {
  id: 'b'.repeat(64),
  name: 'Safari on iPhone',
  isCurrent: false,
  createdAt: 1,
  lastSeenAt: 2,
};
const CREDENTIALS = { email: MEI.email, password: 'a long password' };

const stateOf = (account: Account | null): AccountState => ({ available: true, isFirst: false, account });
const failing = (code: ErrorCode) => () => Promise.reject(new AttuneError(code));

/** A server where everything succeeds and `asked` counts what was asked, but for what a test says. */
function scripted(parts: Partial<AccountServer> = {}) {
  const asked: string[] = [];
  const done = async (): Promise<unknown> => ({});
  const usual: AccountServer = {
    state: async () => stateOf(null),
    register: async () => MEI,
    signIn: async () => MEI,
    signOut: done,
    signOutEverywhere: done,
    changePassword: done,
    devices: async () => [PHONE],
    endDevice: done,
    deleteAccount: done,
    ...parts,
  };
  const server = new Proxy(usual, {
    get(target, name: keyof AccountServer) {
      return (...values: never[]) => {
        asked.push(name);
        return (target[name] as (...values: never[]) => unknown)(...values);
      };
    },
  });
  return { server, asked };
}

/** The page of a browser where Mei was signed in the last time. */
async function visited(): Promise<void> {
  const { server } = scripted({ state: async () => stateOf(MEI) });
  await createAccount(server).begin();
}

beforeEach(() => {
  localStorage.clear();
  followed.length = forgotten.length = 0;
});

describe('a visit', () => {
  it('begins as whoever was here last, without the server, and says nothing of it', async () => {
    await visited();
    const { server, asked } = scripted({ state: failing('offline') });
    const account = createAccount(server);
    expect(account.current).toEqual(MEI);
    expect(account.isAvailable).toBe(true);
    await account.begin();
    expect(account.current).toEqual(MEI);
    expect(account.isEnded).toBe(false);
    expect(followed.at(-1)).toBe(MEI.id);
    expect((['enter', 'leave', 'devices'] as const).map(account.errorOf)).toEqual([null, null, null]);
    await account.check();
    expect(asked).toEqual(['state', 'state']);
  });

  it('asks the server once, however often the network comes back', async () => {
    const { server, asked } = scripted();
    const account = createAccount(server);
    await Promise.all([account.begin(), account.check()]);
    await account.check();
    expect(asked).toEqual(['state']);
  });

  it('knows where accounts are kept no longer, and remembers that; its user can sign out all the same', async () => {
    await visited();
    const { server } = scripted({ state: async () => ({ ...stateOf(null), available: false }) });
    const account = createAccount(server);
    await account.begin();
    expect([account.isAvailable, account.current, account.isEnded]).toEqual([false, MEI, true]);
    const away = { state: failing('offline'), signOut: failing('offline') };
    const again = createAccount(scripted(away).server);
    await again.begin();
    expect([again.isAvailable, again.current, again.isEnded]).toEqual([false, MEI, true]);
    expect(await again.signOut(false)).toBe(true);
    expect(again.current).toBeNull();
  });

  it('goes on as the same user where the sign-in has ended', async () => {
    await visited();
    const account = createAccount(scripted().server);
    await account.begin();
    expect([account.current, account.isEnded]).toEqual([MEI, true]);
  });

  it('is the user’s again when sync goes through, as after signing in in another tab', async () => {
    await visited();
    let known: Account | null = null;
    const state = async () => stateOf(known);
    const [here, there] = [
      createAccount(scripted({ state }).server),
      createAccount(scripted({ state }).server),
    ];
    await Promise.all([here.begin(), there.begin()]);
    known = MEI;
    await here.signIn(CREDENTIALS);
    expect([here.isEnded, there.isEnded]).toEqual([false, true]);
    await there.heed('waiting');
    expect(there.isEnded).toBe(true);
    await there.heed('up-to-date');
    expect([there.current, there.isEnded]).toEqual([MEI, false]);
  });

  it('becomes the visit of whoever the server knows the browser as', async () => {
    await visited();
    const account = createAccount(scripted({ state: async () => stateOf(ANN) }).server);
    await account.begin();
    expect(account.current).toEqual(ANN);
    expect(followed.at(-1)).toBe(ANN.id);
  });

  it('begins as nobody where what was kept makes no sense', () => {
    for (const nonsense of ['', '{', '[]', '{"isAvailable":true,"account":{"id":"1"}}']) {
      localStorage.setItem('attune-account', nonsense);
      expect(createAccount(scripted().server).current).toBeNull();
    }
  });
});

describe('signing in', () => {
  it('holds for the next visit', async () => {
    const account = createAccount(scripted().server);
    await account.begin();
    expect(await account.signIn(CREDENTIALS)).toBe(true);
    expect(account.current).toEqual(MEI);
    expect(followed.at(-1)).toBe(MEI.id);
    expect(createAccount(scripted().server).current).toEqual(MEI);
  });

  it('says why it fails, changes nothing, and can be tried again', async () => {
    const signIn = vi.fn(failing('credentials_wrong') as AccountServer['signIn']);
    const account = createAccount(scripted({ signIn }).server);
    await account.begin();
    expect(await account.signIn(CREDENTIALS)).toBe(false);
    expect(account.errorOf('enter')?.code).toBe('credentials_wrong');
    expect(account.errorOf('leave')).toBeNull();
    expect([account.current, account.isBusy('enter')]).toEqual([null, false]);
    expect(followed).toEqual([null]);
    signIn.mockResolvedValue(MEI);
    expect(await account.signIn(CREDENTIALS)).toBe(true);
    expect(account.errorOf('enter')).toBeNull();
  });

  it('leaves no complaint behind for whoever comes next', async () => {
    await visited();
    const account = createAccount(scripted({ signIn: failing('credentials_wrong') }).server);
    await account.begin();
    await account.signIn(CREDENTIALS);
    expect(account.errorOf('enter')).not.toBeNull();
    expect(await account.signOut(false)).toBe(true);
    expect([account.current, account.errorOf('enter')]).toEqual([null, null]);
  });

  it('leaves none where another tab signs out', async () => {
    await visited();
    const account = createAccount(
      scripted({ state: async () => stateOf(MEI), changePassword: failing('password_wrong') }).server,
    );
    await account.begin();
    await account.changePassword({ current: 'a wrong password', next: 'the next password' });
    expect(account.errorOf('password')).not.toBeNull();
    localStorage.clear();
    account.follow({ key: 'attune-account' });
    expect([account.current, account.errorOf('password')]).toEqual([null, null]);
  });

  it('is asked for once, however often the button is pressed', async () => {
    const answer = Promise.withResolvers<Account>();
    const { server, asked } = scripted({ signIn: () => answer.promise });
    const account = createAccount(server);
    const first = account.signIn(CREDENTIALS);
    expect(account.isBusy('enter')).toBe(true);
    expect(await account.signIn(CREDENTIALS)).toBe(false);
    answer.resolve(MEI);
    expect(await first).toBe(true);
    expect(asked).toEqual(['signIn']);
    expect(account.isBusy('enter')).toBe(false);
  });

  it('is not undone by a late answer to an earlier question', async () => {
    const state = Promise.withResolvers<AccountState>();
    const account = createAccount(scripted({ state: () => state.promise }).server);
    const checked = account.check();
    await account.signIn(CREDENTIALS);
    state.resolve(stateOf(null));
    await checked;
    expect([account.current, account.isEnded]).toEqual([MEI, false]);
  });
});

describe('signing out', () => {
  const signedIn = async (parts: Partial<AccountServer> = {}) => {
    const account = createAccount(scripted({ state: async () => stateOf(MEI), ...parts }).server);
    await account.begin();
    return account;
  };

  it('leaves nothing of the user on the page, and keeps what they have on the device', async () => {
    const account = await signedIn();
    wish.words = 'something private';
    expect(await account.signOut(false)).toBe(true);
    expect(wish.words).toBe('');
    expect([followed.at(-1), forgotten]).toEqual([null, []]);
    expect(createAccount(scripted().server).current).toBeNull();
  });

  it('forgets what they have on the device where that is wanted', async () => {
    const account = await signedIn();
    expect(await account.signOutEverywhere(true)).toBe(true);
    expect(forgotten).toEqual([MEI.id]);
  });

  it('is not done where the server does not hear of it', async () => {
    const account = await signedIn({ signOut: failing('offline') });
    expect(await account.signOut(true)).toBe(false);
    expect(account.errorOf('leave')?.code).toBe('offline');
    expect([account.current, forgotten]).toEqual([MEI, []]);
  });

  it('is told to the server where the sign-in seems to have ended, and needs no answer then', async () => {
    await visited();
    for (const signOut of [async () => ({}), failing('offline')]) {
      const { server, asked } = scripted({ signOut });
      const account = createAccount(server);
      await account.begin();
      expect(account.isEnded).toBe(true);
      expect(await account.signOut(false)).toBe(true);
      expect(account.current).toBeNull();
      expect(asked).toEqual(['state', 'signOut']);
      await visited();
    }
  });

  it('is followed in other tabs', async () => {
    const here = await signedIn();
    const there = await signedIn();
    await here.signOut(false);
    there.follow({ key: 'something else' });
    expect(there.current).toEqual(MEI);
    there.follow({ key: 'attune-account' });
    expect(there.current).toBeNull();
  });

  it('comes with deleting the account, of which nothing stays', async () => {
    const account = await signedIn();
    expect(await account.deleteAccount(CREDENTIALS.password)).toBe(true);
    expect([account.current, forgotten]).toEqual([null, [MEI.id]]);
  });

  it('shows where the sign-in has ended meanwhile', async () => {
    const account = await signedIn({ devices: failing('signed_out') });
    expect(await account.lookAtDevices()).toBe(false);
    expect([account.isEnded, account.current]).toEqual([true, MEI]);
    expect(await account.signIn(CREDENTIALS)).toBe(true);
    expect(account.isEnded).toBe(false);
  });

  it('is what the page says where all that is kept is to be downloaded', async () => {
    const account = await signedIn({ devices: failing('signed_out') });
    expect(await account.exportAll()).toBe(false);
    expect([account.isEnded, account.errorOf('export')?.code]).toEqual([true, 'signed_out']);
  });

  it('of two devices at once ends both', async () => {
    const answers = [Promise.withResolvers<object>(), Promise.withResolvers<object>()];
    const ended: string[] = [];
    const account = await signedIn({
      devices: async () => [PHONE, { ...PHONE, id: 'c'.repeat(64) }],
      endDevice: (id) => answers[ended.push(id) - 1]!.promise,
    });
    await account.lookAtDevices();
    const ending = account.devices!.map(({ id }) => account.endDevice(id));
    answers.forEach(({ resolve }) => resolve({}));
    expect(await Promise.all(ending)).toEqual([true, true]);
    expect(account.devices).toEqual([]);
  });

  it('of another device takes it off the list, and a new password asks for the list anew', async () => {
    const account = await signedIn();
    await account.lookAtDevices();
    expect(account.devices).toEqual([PHONE]);
    await account.endDevice(PHONE.id);
    expect(account.devices).toEqual([]);
    await account.changePassword({ current: CREDENTIALS.password, next: 'another password' });
    expect(account.devices).toBeNull();
  });
});
