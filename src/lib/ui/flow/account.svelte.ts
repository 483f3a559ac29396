/**
 * Whose page this is. The last known account is kept on the device, so that the page works as its user's from the first
 * moment, offline too; the server is asked once a visit whether that still holds.
 */
import * as z from 'zod';
import { AttuneError } from '#lib/core/errors.ts';
import {
  Account,
  type Credentials,
  type Device,
  type PasswordChange,
  type Registration,
} from '#lib/core/wire/account.ts';
import { ownServer } from '#lib/runtime/server-api.ts';
import { accountServer, EXPORT_URL, type AccountServer } from './account-server.ts';
import { claiming } from './claiming.svelte.ts';
import { recording } from './recording.svelte.ts';
import { remember, remembered } from './remember.ts';
import { syncing, type SyncStatus } from './sync.svelte.ts';
import { wish } from './wish.svelte.ts';
import { work } from './work.svelte.ts';

/** What is done about an account; of each kind one thing at a time, and of each device that is signed out. */
export type AccountTask =
  'enter' | 'leave' | 'password' | 'devices' | `device ${string}` | 'export' | 'delete';

const KEY = 'attune-account';

/** What this browser knew last. */
const Known = z.object({ isAvailable: z.boolean(), account: Account.nullable() });
type Known = z.infer<typeof Known>;
const NOTHING: Known = { isAvailable: false, account: null };

export function createAccount(server: AccountServer) {
  const known = recall();
  let current = $state.raw(known.account);
  let isAvailable = $state(known.isAvailable);
  let isFirst = $state(false);
  let isEnded = $state(false);
  let devices = $state.raw<readonly Device[] | null>(null);
  let busy = $state.raw<readonly AccountTask[]>([]);
  let failure = $state.raw<{ task: AccountTask; error: AttuneError } | null>(null);
  let isChecked = false;
  let checking: Promise<void> | null = null;
  /** Counts what happened here: an answer to a question from before is out of date. */
  let changes = 0;

  /** Begins as whoever was here last, and asks whether that still holds. Call it once, when the page begins. */
  async function begin(): Promise<void> {
    const checked = check();
    await syncing.follow(current);
    await claiming.finish();
    await syncing.resume();
    await checked;
  }

  /** Asks whether what is known still holds, once a visit; where the server can't be asked, it does. */
  function check(): Promise<void> {
    if (isChecked) return Promise.resolve();
    checking ??= ask().finally(() => (checking = null));
    return checking;
  }

  async function ask(): Promise<void> {
    const asked = changes;
    try {
      const state = await server.state();
      isChecked = true;
      if (asked !== changes) return;
      isAvailable = state.available;
      isFirst = state.isFirst;
      if (state.account) await become(state.account);
      else isEnded = current !== null;
      keep();
    } catch {
      // Not a thing that the user did: they are told when they do something that needs the server.
    }
  }

  /** From here on the page is `next`'s; null for nobody's. */
  async function become(next: Account | null): Promise<void> {
    changes += 1;
    if (current !== null && current.id !== next?.id) {
      clearPage();
      // What failed for whoever leaves is not what whoever comes has done.
      failure = null;
    }
    current = next;
    isEnded = false;
    devices = null;
    keep();
    await syncing.follow(next);
  }

  /** A server without accounts knows nobody. */
  function isOver(): boolean {
    return current !== null && (isEnded || !isAvailable);
  }

  function keep(): void {
    remember(KEY, JSON.stringify({ isAvailable, account: current } satisfies Known));
  }

  /** @returns whether it was done; what is under way already is not begun again. */
  async function attempt(task: AccountTask, work: () => Promise<void>): Promise<boolean> {
    if (busy.includes(task)) return false;
    busy = [...busy, task];
    if (failure?.task === task) failure = null;
    try {
      await work();
      return true;
    } catch (thrown) {
      const error = AttuneError.from(thrown);
      if (error.code === 'signed_out' && current !== null) isEnded = true;
      failure = { task, error };
      return false;
    } finally {
      busy = busy.filter((one) => one !== task);
    }
  }

  const enter = (ask: () => Promise<Account>): Promise<boolean> =>
    attempt('enter', async () => {
      const entered = await ask();
      isAvailable = true;
      if (entered.role === 'admin') isFirst = false;
      await become(entered);
    });

  /**
   * Signing out is done where nobody is signed in. The server is asked whatever is known here, since another tab may have
   * signed in again; where the sign-in has ended as far as is known, it need not answer.
   */
  const leave = (ask: () => Promise<unknown>, isGone: boolean): Promise<boolean> =>
    attempt('leave', async () => {
      await ask().catch((error: unknown) => {
        if (!isOver() && AttuneError.from(error).code !== 'signed_out') throw error;
      });
      await left(isGone);
    });

  /** @param isGone whether this device forgets what it keeps of the account. */
  async function left(isGone: boolean): Promise<void> {
    const before = current;
    await become(null);
    if (isGone && before !== null) await syncing.forget(before.id);
  }

  const lookAtDevices = (): Promise<boolean> =>
    attempt('devices', async () => void (devices = await server.devices()));

  return {
    /** Whose page this is; null for nobody's. */
    get current() {
      return current;
    },
    /** Whether the server keeps accounts, as far as is known. */
    get isAvailable() {
      return isAvailable;
    },
    /** Whether what is kept here is kept in an account too, as far as is known. */
    get isSynced() {
      return current !== null && isAvailable;
    },
    /** Whether the next account may become the administrator's. */
    get isFirst() {
      return isFirst;
    },
    /** Whether the server no longer takes this browser for the user's: they have to sign in again. */
    get isEnded() {
      return isOver();
    },
    /** Those that are signed in, null as long as they are not known. */
    get devices() {
      return devices;
    },
    isBusy: (task: AccountTask): boolean => busy.includes(task),
    errorOf: (task: AccountTask): AttuneError | null => (failure?.task === task ? failure.error : null),
    dismiss: () => (failure = null),
    begin,
    check,
    /**
     * Asks once more where sync was told otherwise: that nobody is signed in, or somebody else; or that the user is
     * after all, as when another tab has signed in again.
     */
    async heed(sync: SyncStatus['type']): Promise<void> {
      if (sync !== 'needs-sign-in' && !(sync === 'up-to-date' && isEnded)) return;
      isChecked = false;
      await check();
    },
    /** Another tab has signed in or out. */
    follow({ key }: Pick<StorageEvent, 'key'>): void {
      if (key !== KEY) return;
      const { account, isAvailable: isThere } = recall();
      isAvailable = isThere;
      void become(account);
    },
    register: (registration: Registration) => enter(() => server.register(registration)),
    signIn: (credentials: Credentials) => enter(() => server.signIn(credentials)),
    /** @param isGone whether this device forgets what it keeps of the account. */
    signOut: (isGone: boolean) => leave(server.signOut, isGone),
    /** Ends the sign-in of this device and of all others. */
    signOutEverywhere: (isGone: boolean) => leave(server.signOutEverywhere, isGone),
    /** The sign-ins of all other devices end. */
    changePassword: (change: PasswordChange) =>
      attempt('password', async () => {
        await server.changePassword(change);
        devices = null;
      }),
    lookAtDevices,
    endDevice: (id: string) =>
      attempt(`device ${id}`, async () => {
        await server.endDevice(id);
        devices = devices?.filter((device) => device.id !== id) ?? null;
      }),
    /** Downloads all that the server keeps. Who is not signed in any more is told, which a download could not. */
    exportAll: () =>
      attempt('export', async () => {
        await server.devices();
        location.assign(EXPORT_URL);
      }),
    /** Deletes the account with everything, here too. */
    deleteAccount: (password: string) =>
      attempt('delete', async () => {
        await server.deleteAccount(password);
        await left(true);
      }),
  };
}

/** What was looked at, wished for and begun is not for whoever comes next. */
function clearPage(): void {
  work.stop();
  work.dismiss();
  wish.forget();
  recording.remove();
}

function recall(): Known {
  try {
    return Known.parse(JSON.parse(remembered(KEY) ?? 'null'));
  } catch {
    return NOTHING;
  }
}

export const account = createAccount(accountServer(ownServer));
