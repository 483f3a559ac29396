import { createCopies, type SoundCopies } from '#lib/store/copies.ts';
import { createStore, type LocalStore, type Store } from '#lib/store/store.ts';
import { remember, remembered } from './remember.ts';

/** The id of the user whose records the page showed last: it shows them at once, and offline too. */
const USER_KEY = 'attune-user';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @param user null for nobody who is signed in. @returns the name of their database on this device. */
export const databaseOf = (user: string | null): string => (user === null ? 'attune' : `attune-${user}`);

/** @returns the name of the database of the sounds that they have from the cloud. */
export const copiesOf = (user: string | null): string =>
  user === null ? 'attune-copies' : `attune-copies-${user}`;

const last = remembered(USER_KEY);
let user = last !== null && UUID.test(last) ? last : null;
let onWritten = (): void => {};
let current = open(user);
let currentCopies = createCopies(copiesOf(user));

/** The store of whoever's records the page shows; it opens on first use. */
export const store: Store = {
  save: (session) => current.save(session),
  update: (session) => current.update(session),
  get: (id) => current.get(id),
  page: (filter, after, limit) => current.page(filter, after, limit),
  remove: (id) => current.remove(id),
  clear: () => current.clear(),
  preferences: () => current.preferences(),
  savePreferences: (preferences) => current.savePreferences(preferences),
  saveUnfinished: (record) => current.saveUnfinished(record),
  unfinished: () => current.unfinished(),
  removeUnfinished: (id) => current.removeUnfinished(id),
  close: () => current.close(),
};

/** Copies of sounds of whoever's records the page shows. */
export const copies: SoundCopies = {
  get: (run) => currentCopies.get(run),
  put: (run, sound) => currentCopies.put(run, sound),
  remove: (run) => currentCopies.remove(run),
  runs: () => currentCopies.runs(),
  clear: () => currentCopies.clear(),
};

/** What `store` is at the moment, and whose it is. */
export const shownStore = (): { user: string | null; local: LocalStore } => ({ user, local: current });

/** Does `work` in somebody's store, null for nobody's, whoever's records the page shows by then. */
export async function withStoreOf<Result>(
  of: string | null,
  work: (local: LocalStore) => Promise<Result>,
): Promise<Result> {
  const local = createStore(databaseOf(of));
  try {
    return await work(local);
  } finally {
    local.close();
  }
}

/** From here on the page shows the records of `next`; null for nobody who is signed in. */
export function showStoreOf(next: string | null): LocalStore {
  if (next !== user) {
    current.close();
    user = next;
    current = open(next);
    currentCopies = createCopies(copiesOf(next));
    remember(USER_KEY, next);
  }
  return current;
}

/** @param listener is told after each change that devices share. */
export function tellOfWrites(listener: () => void): void {
  onWritten = listener;
}

function open(of: string | null): LocalStore {
  const local: LocalStore = createStore(databaseOf(of), () => local === current && onWritten());
  return local;
}
