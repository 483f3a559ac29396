import { packTokens, type Tokens } from '#lib/core/tokens.ts';
import type { Unfinished } from '#lib/store/unfinished.ts';
import { shownStore, store, withStoreOf } from './store.ts';

/** Held by the tab that makes the piece of a record, so that no other tab offers to go on with it. */
const lockOf = (id: string): string => `attune-unfinished-${id}`;

/** Keeps what there is of a piece while it is made, for whoever it was begun for. */
export interface Keeper {
  /** Writes what there is by now; while a write is under way, only the latest is kept for the next. */
  keep(tokens: readonly Tokens[]): void;
  /** All that was kept so far. */
  readonly tokens: readonly Tokens[] | null;
  /** The making is over. @param isDone whether nothing is left to go on with. */
  end(isDone: boolean): Promise<void>;
}

/** Pieces that were not made to their end, for which the page offers to go on. */
function createUnfinished() {
  let offered = $state.raw<Unfinished | null>(null);
  let writing = Promise.resolve();
  /** Pieces that are waited for. */
  let awaited: readonly string[] = [];

  /** Looks for the latest that no tab is making. The offer is a courtesy: where storage fails, there is none. */
  async function refresh(): Promise<void> {
    try {
      const [records, { held = [] }] = await Promise.all([store.unfinished(), navigator.locks.query()]);
      const locks = new Set(held.map(({ name }) => name));
      const isBusy = ({ id }: Unfinished): boolean => locks.has(lockOf(id));
      offered = records.find((record) => !isBusy(record)) ?? null;
      records.filter(isBusy).forEach(awaitEnd);
    } catch {
      offered = null;
    }
  }

  /** Looks again when the tab that makes the piece has ended, or been killed: a lock outlives it for a moment. */
  function awaitEnd({ id }: Unfinished): void {
    if (awaited.includes(id)) return;
    awaited = [...awaited, id];
    void navigator.locks
      .request(lockOf(id), () => (awaited = awaited.filter((one) => one !== id)))
      .then(refresh)
      .catch(() => undefined);
  }

  async function discard(id: string): Promise<void> {
    // At once, so that nothing on the page moves later, under a finger that is on its way to something else.
    if (offered?.id === id) offered = null;
    await store.removeUnfinished(id).catch(() => undefined);
    await refresh();
  }

  return {
    get offered() {
      return offered;
    },
    refresh,
    discard,
    /** After the store was cleared: what was being written meanwhile goes too. */
    async forget(): Promise<void> {
      await writing;
      for (const { id } of await store.unfinished()) await store.removeUnfinished(id);
      offered = null;
    },
    /**
     * Begins to keep a piece; what was offered before makes place for it, unless it is the same, or waits in the cloud,
     * where it has cost something.
     */
    begin(of: Omit<Unfinished, 'savedAt' | 'tokens'>): Keeper {
      const over = Promise.withResolvers<void>();
      const lock = navigator.locks.request(lockOf(of.id), () => over.promise);
      const { user, local } = shownStore();
      if (offered !== null && offered.id !== of.id && offered.engine !== 'cloud') void discard(offered.id);
      offered = null;
      let latest: readonly Tokens[] | null = null;
      let pending = false;

      async function write(): Promise<void> {
        pending = false;
        if (latest === null) return;
        await local.saveUnfinished({ ...of, savedAt: Date.now(), tokens: latest.map(packTokens) });
      }

      /** Removes it from where it was begun, and from where it may have been taken along since. */
      async function drop(): Promise<void> {
        for (const owner of new Set([user, shownStore().user])) {
          await withStoreOf(owner, (their) => their.removeUnfinished(of.id));
        }
      }

      return {
        get tokens() {
          return latest;
        },
        keep(tokens) {
          latest = tokens;
          if (pending) return;
          pending = true;
          // The music matters more than its copy, which comes again in a second.
          writing = writing.then(write).catch(() => undefined);
        },
        async end(isDone) {
          await writing;
          if (isDone) await drop().catch(() => undefined);
          over.resolve();
          await lock;
          await refresh();
        },
      };
    },
  };
}

export const unfinished = createUnfinished();
