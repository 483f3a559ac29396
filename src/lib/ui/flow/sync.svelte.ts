/**
 * Whose records the page shows, and whether they are the same everywhere. The account flow says who is signed in;
 * components read `status` and call the rest.
 */
import { AttuneError } from '#lib/core/errors.ts';
import type { Account } from '#lib/core/wire/account.ts';
import { ownServer } from '#lib/runtime/server-api.ts';
import { begunFor, claim, countOwn, setClaim } from '#lib/store/claim.ts';
import { deleteDatabase } from '#lib/store/connection.ts';
import type { DeadLetter } from '#lib/store/schema.ts';
import { createStore, type LocalStore } from '#lib/store/store.ts';
import type { Driver } from '#lib/sync/driver.ts';
import { cloud } from './cloud.svelte.ts';
import { history } from './history.svelte.ts';
import { piece } from './piece.svelte.ts';
import { rating } from './rating.svelte.ts';
import { copiesOf, databaseOf, showStoreOf, shownStore, tellOfWrites, withStoreOf } from './store.ts';
import { taste } from './taste.svelte.ts';
import { unfinished } from './unfinished.svelte.ts';

/** What the page says of sync; `count` records wait to be pushed. What the server refused is told beside it. */
export type SyncStatus =
  /** Nobody is signed in. */
  | { type: 'off' }
  | { type: 'up-to-date' }
  | { type: 'waiting'; count: number }
  | { type: 'offline'; count: number }
  /** The server does not know this browser any more. */
  | { type: 'needs-sign-in'; count: number }
  /** Something is wrong, on the server or with the storage of this device. */
  | { type: 'failed'; count: number; error: AttuneError };

function createSyncing() {
  let user = $state(shownStore().user);
  let waiting = $state(0);
  let onlyHere = $state(0);
  let letters = $state.raw<DeadLetter[]>([]);
  let problem = $state.raw<AttuneError | null>(null);
  let driver: Driver | null = null;
  const status = $derived(statusOf());

  function statusOf(): SyncStatus {
    if (user === null) return { type: 'off' };
    if (problem?.code === 'signed_out') return { type: 'needs-sign-in', count: waiting };
    if (problem?.code === 'offline') return { type: 'offline', count: waiting };
    // Broken off, as where other tabs are as busy: it goes on by itself.
    if (problem !== null && problem.code !== 'cancelled') {
      return { type: 'failed', count: waiting, error: problem };
    }
    return waiting > 0 ? { type: 'waiting', count: waiting } : { type: 'up-to-date' };
  }

  /** Counts again what waits, and what was refused. */
  async function recount(): Promise<void> {
    const { local } = shownStore();
    try {
      const [count, refused, unsent] = await Promise.all([
        local.waiting(),
        local.deadLetters.all(),
        local.onlyHere(),
      ]);
      if (local !== shownStore().local) return;
      waiting = count;
      letters = refused;
      onlyHere = unsent;
      problem = driver?.problem ?? null;
    } catch (error) {
      if (local === shownStore().local) problem = AttuneError.from(error);
    }
  }

  /** Shows what is there now, of the same user. */
  function reload(): void {
    void history.refresh();
    void taste.load();
    void rating.refresh();
    void cloud.tidy();
    void recount();
  }

  async function drive(local: LocalStore, of: string): Promise<void> {
    const { createDriver } = await import('#lib/sync/driver.ts');
    if (local !== shownStore().local || driver !== null) return;
    driver = createDriver({
      user: of,
      replica: local.replica,
      api: ownServer,
      onChange: reload,
      onSettled: () => void recount(),
    });
  }

  /** Shows the records of `next`, and nothing of those of whoever was there before. */
  async function change(next: string | null): Promise<void> {
    driver?.stop();
    driver = null;
    // Somebody's music does not play on for somebody else; what nobody made may become theirs.
    if (user !== null) piece.close();
    const local = showStoreOf(next);
    user = next;
    waiting = onlyHere = 0;
    letters = [];
    problem = null;
    await Promise.all([history.begin(), taste.load(), unfinished.refresh(), recount()]);
    if (next !== null && user === next) await drive(local, next);
  }

  /** Ends a move that was broken off, so that nothing is shown twice. */
  async function finishClaim(): Promise<void> {
    const isMoved = await withStoreOf(null, async (anonymous) => {
      const begun = await begunFor(anonymous);
      if (begun !== null) await moveTo(begun, anonymous);
      return begun !== null;
    });
    if (!isMoved) return;
    reload();
    void unfinished.refresh();
  }

  async function moveTo(owner: string, anonymous: LocalStore): Promise<void> {
    const shown = shownStore();
    const own = shown.user === owner ? shown.local : createStore(databaseOf(owner));
    try {
      await claim(anonymous, own, owner);
    } finally {
      if (own !== shown.local) own.close();
    }
  }

  tellOfWrites(() => {
    driver?.wrote();
    void recount();
  });

  return {
    get status() {
      return status;
    },
    /** Whose records the page shows; null where nobody is signed in. */
    get user() {
      return user;
    },
    /** How many changes are lost where this device forgets them. */
    get onlyHere() {
      return onlyHere;
    },
    /** What the server refused, until it is tried again or left at that. */
    get deadLetters() {
      return letters;
    },
    /**
     * Goes on with the records of whoever was signed in last, before the server has said who is: it may be out of reach.
     * Call it once, when the page begins.
     */
    async resume(): Promise<void> {
      const { user: last, local } = shownStore();
      if (last !== null) await Promise.all([recount(), drive(local, last)]);
    },
    /**
     * Shows the records of whoever has signed in; null for the ones made before signing in, as after signing out. Where
     * the server merely does not know this browser any more, don't: `status` says so by itself, and nothing is lost.
     */
    async follow(account: Account | null): Promise<void> {
      const next = account?.id ?? null;
      if (next === shownStore().user) driver?.now();
      else await change(next);
    },
    /** Tries now. */
    now: (): void => driver?.now(),
    /** @returns how many records were made here without signing in, and could become those of whoever signs in. */
    claimable: (): Promise<number> => withStoreOf(null, countOwn),
    finishClaim,
    /** Makes them the user's. Ask first: on a shared device they may be somebody else's. */
    async claim(): Promise<void> {
      const owner = user;
      if (owner === null) return;
      await finishClaim();
      await withStoreOf(null, (anonymous) => moveTo(owner, anonymous));
      if (user !== owner) return;
      reload();
      void unfinished.refresh();
      driver?.wrote();
    },
    async retry(letter: DeadLetter): Promise<void> {
      await shownStore().local.deadLetters.retry(letter);
      await recount();
      driver?.now();
    },
    /** Leaves it on this device alone. */
    async discard(letter: DeadLetter): Promise<void> {
      await shownStore().local.deadLetters.discard(letter);
      await recount();
    },
    /** After an account was deleted: nothing of it stays on this device. */
    async forget(deleted: string): Promise<void> {
      if (user === deleted) await change(null);
      await withStoreOf(null, async (anonymous) => {
        // What was on its way to it stays nobody's.
        if ((await begunFor(anonymous)) === deleted) await setClaim(anonymous, null);
      });
      await Promise.all([databaseOf(deleted), copiesOf(deleted)].map(deleteDatabase));
    },
  };
}

export const syncing = createSyncing();
