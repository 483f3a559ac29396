/**
 * Devices with a clock and a storage of their own, all in this process. Whatever runs `on` a device reads its clock and
 * meets the failures of its storage: IndexedDB's shim knows nothing of either.
 */
import 'fake-indexeddb/auto';
import { AsyncLocalStorage } from 'node:async_hooks';
import { deleteDatabase } from '../../src/lib/store/connection.ts';
import { createStore, type LocalStore } from '../../src/lib/store/store.ts';

interface Circumstances {
  /** Milliseconds by which the clock is off. */
  offset: number;
  /** Records that can still be written before the storage fails; null where it does not. */
  writes: number | null;
}

const circumstances = new AsyncLocalStorage<Circumstances>();

const { now } = Date;
Date.now = () => now() + (circumstances.getStore()?.offset ?? 0);

const { put } = IDBObjectStore.prototype;
IDBObjectStore.prototype.put = function (...args) {
  const met = circumstances.getStore();
  if (met !== undefined && met.writes !== null && met.writes-- <= 0) {
    throw new DOMException('The tab is killed.', 'AbortError');
  }
  return put.apply(this, args);
};

/** One browser: a database for each user, and two tabs that share them. */
export class Device {
  /** Milliseconds by which its clock is off. */
  offset: number;
  /** Whom its cookie signs in; null for nobody. */
  user: string | null = null;
  readonly #name: string;
  readonly #opened = new Map<string, LocalStore>();

  constructor(name: string, offset: number) {
    this.#name = name;
    this.offset = offset;
  }

  /** The store of a user as one of its tabs has it. */
  store(user: string | null, tab = 0): LocalStore {
    const key = `${user} ${tab}`;
    const store = this.#opened.get(key) ?? createStore(this.#nameOf(user));
    this.#opened.set(key, store);
    return store;
  }

  /** Does `work` on this device. @param writes after which its storage fails, and the tab is gone */
  on<Result>(work: () => Promise<Result>, writes: number | null = null): Promise<Result> {
    return circumstances.run({ offset: this.offset, writes }, work);
  }

  /** Forgets all that it has kept. */
  async wipe(users: (string | null)[]): Promise<void> {
    for (const store of this.#opened.values()) store.close();
    for (const user of users) await deleteDatabase(this.#nameOf(user));
  }

  #nameOf(user: string | null): string {
    return `${this.#name} ${user}`;
  }
}
