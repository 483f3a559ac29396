import { openDB } from 'idb';
import { afterEach, describe, expect, it } from 'vitest';
import { NO_FEEDBACK } from '../core/feedback.ts';
import { NO_PREFERENCES } from '../core/preferences.ts';
import type { Session } from '../core/session.ts';
import { encodeFeedback, encodePreferences, encodeRun } from '../core/wire/records.ts';
import { PREFERENCES_ID, SCHEMA_VERSION, type PulledRow } from '../core/wire/sync.ts';
import { sampleSession } from '../../../tests/sync/sample-session.ts';
import { begunFor, claim, countOwn } from './claim.ts';
import { deleteDatabase } from './connection.ts';
import { createStore, type LocalStore } from './store.ts';

const EVERYTHING = { emotion: null, text: '' };
const EPOCH = crypto.randomUUID();
const ELSEWHERE = 'ffffffff-ffff-4fff-8fff-ffffffffffff';
const opened: { store: LocalStore; name: string }[] = [];

function open(name = `attune-${crypto.randomUUID()}`): { store: LocalStore; name: string } {
  const one = { store: createStore(name), name };
  opened.push(one);
  return one;
}

afterEach(async () => {
  for (const { store } of opened) store.close();
  for (const { name } of opened.splice(0)) await deleteDatabase(name);
});

const session = (): Session => sampleSession(crypto.randomUUID(), Date.now());
const rated = (one: Session, comment: string): Session => ({ ...one, feedback: { ...NO_FEEDBACK, comment } });
const waiting = async (store: LocalStore) =>
  (await store.replica.outgoing()).items.map(({ kind, id, body }) => [kind, id, body === null] as const);

async function pulls(store: LocalStore, rows: Partial<PulledRow>[], more = false): Promise<boolean> {
  const place = await store.replica.place();
  const full = rows.map((row, i) => ({
    ...{ kind: 'run' as const, schemaVersion: 1, version: { time: 1, client: ELSEWHERE } },
    ...{ id: '', body: null, seq: place.cursor + 1 + i },
    ...row,
  }));
  const cursor = full.at(-1)?.seq ?? place.cursor;
  const { isTaken } = await store.replica.take(place, { epoch: EPOCH, rows: full, cursor, floor: 0, more });
  return isTaken;
}

/** Lets writing fail from the `after`th record on while `work` is under way. */
async function failing(name: string, after: number, work: () => Promise<unknown>): Promise<void> {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...args) {
    if (after-- <= 0) throw new DOMException('scripted', name);
    return put.apply(this, args);
  };
  try {
    await work();
  } finally {
    IDBObjectStore.prototype.put = put;
  }
}

describe('what waits to be pushed', () => {
  it('lies in the outbox together with every change, and once', async () => {
    const { store } = open();
    const [one, other] = [session(), session()];
    await store.save(one);
    await store.save(rated(one, 'a'));
    await store.update(rated(one, 'b'));
    await store.save(other);
    await store.savePreferences({ ...NO_PREFERENCES, avoid: ['drums'] });
    const { items } = await store.replica.outgoing();
    expect(items.map(({ kind, id }) => `${kind} ${id}`).sort()).toEqual(
      [`run ${one.id}`, `run ${other.id}`, `feedback ${one.id}`, `preferences ${PREFERENCES_ID}`].sort(),
    );
    expect(items.find(({ kind }) => kind === 'feedback')?.body).toContain('"b"');
    await store.remove(one.id);
    await store.clear();
    expect(await waiting(store)).toEqual([
      ...[one.id, other.id].sort().map((id) => ['run', id, true]),
      ['preferences', PREFERENCES_ID, false],
    ]);
    await store.save(one);
    expect(await store.get(one.id)).toBeNull();
  });

  it.each([
    ['QuotaExceededError', 'storage_full'],
    ['AbortError', 'storage_failed'],
    ['UnknownError', 'storage_failed'],
  ])('case 12: %s anywhere in a change is %s and takes all of it back', async (name, code) => {
    const { store } = open();
    const kept = session();
    await store.save(kept);
    const before = await waiting(store);
    for (const after of [0, 1, 2, 3]) {
      const lost = rated(session(), 'never');
      await failing(name, after, () => expect(store.save(lost)).rejects.toMatchObject({ code }));
      expect(await store.get(lost.id)).toBeNull();
    }
    expect(await waiting(store)).toEqual(before);
    expect((await store.page(EVERYTHING, null)).sessions).toEqual([kept]);
  });

  it('case 12: rows and cursor are taken in together or not at all', async () => {
    const { store } = open();
    const [one, other] = [session(), session()];
    const rows = [one, other].map((run) => ({ id: run.id, body: encodeRun(run) }));
    for (const after of [0, 1, 2, 3, 4]) {
      await failing('AbortError', after, () => expect(pulls(store, rows)).rejects.toThrow());
      expect((await store.replica.place()).cursor).toBe(0);
      expect((await store.page(EVERYTHING, null)).sessions).toEqual([]);
    }
    expect(await pulls(store, rows)).toBe(true);
    expect((await store.page(EVERYTHING, null)).sessions).toHaveLength(2);
    expect((await store.replica.place()).cursor).toBe(2);
  });

  it('case 12: a closed store says so and opens nothing again', async () => {
    const { store, name } = open();
    await store.save(session());
    store.close();
    await expect(store.save(session())).rejects.toMatchObject({ code: 'storage_failed' });
    await deleteDatabase(name);
    expect((await indexedDB.databases()).map((one) => one.name)).not.toContain(name);
  });

  it('case 11: a tab that does not let go of a database is told of, and it goes as soon as the tab does', async () => {
    const { store, name } = open();
    await store.save(session());
    store.close();
    const tab = await openDB(name);
    await expect(deleteDatabase(name)).rejects.toMatchObject({ code: 'storage_blocked' });
    tab.close();
    const names = async () => (await indexedDB.databases()).map((one) => one.name);
    await expect.poll(names).not.toContain(name);
  });

  it('case 10: a page that was asked for from another place is not taken', async () => {
    const { store } = open();
    const { replica } = store;
    const before = await replica.place();
    const run = session();
    await pulls(store, [{ id: run.id, body: encodeRun(run) }, { id: run.id }]);
    const late = { epoch: EPOCH, cursor: 1, floor: 0, more: false };
    const row = { id: run.id, kind: 'run' as const, seq: 1, schemaVersion: 1, body: encodeRun(run) };
    const rows = [{ ...row, version: { time: 1, client: ELSEWHERE } }];
    expect(await replica.take(before, { ...late, rows })).toEqual({ isTaken: false, isChanged: false });
    expect(await store.get(run.id)).toBeNull();
  });
});

describe('case 11: versions of the app', () => {
  it('brings a database of the second version along with all that it holds, to be pushed', async () => {
    const name = `attune-${crypto.randomUUID()}`;
    const [one, other] = [rated(session(), 'good'), session()];
    const old = await openDB(name, 2, {
      upgrade(db) {
        db.createObjectStore('sessions', { keyPath: 'id' }).createIndex('newest', ['createdAt', 'id']);
        db.createObjectStore('preferences');
        db.createObjectStore('unfinished', { keyPath: 'id' });
      },
    });
    for (const record of [one, other, { id: 'broken', createdAt: 1 }]) await old.put('sessions', record);
    await old.put('preferences', { ...NO_PREFERENCES, avoid: ['drums'] }, 'mine');
    old.close();

    // Killed in the middle of the upgrade, it is begun again.
    const first = open(name).store;
    await failing('AbortError', 3, () => expect(first.get(one.id)).rejects.toThrow());
    first.close();

    const { store } = open(name);
    expect(await store.get(one.id)).toEqual(one);
    expect((await store.preferences()).avoid).toEqual(['drums']);
    expect(await waiting(store)).toEqual([
      ...[one.id, other.id].sort().map((id) => ['run', id, false]),
      ['preferences', PREFERENCES_ID, false],
      ['feedback', one.id, false],
    ]);
  });

  it('says that a tab with an older app is in the way, and goes on as soon as it is not', async () => {
    const name = `attune-${crypto.randomUUID()}`;
    const kept = session();
    const stubborn = await openDB(name, 1, {
      upgrade(db) {
        db.createObjectStore('sessions', { keyPath: 'id' }).createIndex('newest', ['createdAt', 'id']);
        db.createObjectStore('preferences');
      },
    });
    await stubborn.put('sessions', kept);
    const { store } = open(name);
    await expect(store.preferences()).rejects.toMatchObject({ code: 'storage_blocked' });
    stubborn.close();
    await expect.poll(() => store.get(kept.id).catch(() => null)).toEqual(kept);
  });

  it('says that another tab has a newer app', async () => {
    const name = `attune-${crypto.randomUUID()}`;
    (await openDB(name, 99)).close();
    await expect(open(name).store.preferences()).rejects.toMatchObject({ code: 'storage_outdated' });
  });

  it('keeps what a later app wrote as it is, and shows it after an update', async () => {
    const { store, name } = open();
    const [run, feedback] = [session(), { ...NO_FEEDBACK, comment: 'later' }];
    const body = JSON.stringify({ ...JSON.parse(encodeRun(run)), added: 'by a later app' });
    await pulls(store, [
      { id: run.id, kind: 'feedback', body: encodeFeedback(feedback) },
      { id: run.id, schemaVersion: SCHEMA_VERSION + 1, body },
    ]);
    expect((await store.page(EVERYTHING, null)).sessions).toEqual([]);
    // A server that has lost it gets it as it was.
    await store.replica.restart(await store.replica.place(), crypto.randomUUID());
    await pulls(store, []);
    expect((await store.replica.outgoing()).items.find(({ kind }) => kind === 'run')).toMatchObject({
      ...{ body, schemaVersion: SCHEMA_VERSION + 1 },
    });
    store.close();

    // As if the app had been updated to know it.
    const raw = await openDB(name);
    const stand = (await raw.get('stand', 'mine')) as object;
    await raw.put('stand', { ...stand, reads: 0 }, 'mine');
    const known = (await raw.get('records', ['run', run.id])) as { unread: object };
    await raw.put('records', { ...known, unread: { ...known.unread, schemaVersion: 1 } });
    raw.close();
    expect(await open(name).store.get(run.id)).toEqual({ ...run, feedback });
  });
});

describe('what was made before signing in', () => {
  it('moves with its ids, and once, however often the move is broken off', async () => {
    for (const after of [0, 1, 2, 5, 7, 9, 12, 99]) {
      const [anonymous, own] = [open().store, open().store];
      const pieces = [rated(session(), 'good'), session()];
      for (const piece of pieces) await anonymous.save(piece);
      await anonymous.savePreferences({ ...NO_PREFERENCES, avoid: ['drums'] });
      expect(await countOwn(anonymous)).toBe(3);
      await own.preferences();
      await failing('AbortError', after, () => claim(anonymous, own, 'user').catch(() => undefined));
      await claim(anonymous, own, 'user');
      expect(await begunFor(anonymous)).toBeNull();
      expect(await countOwn(anonymous)).toBe(0);
      expect((await anonymous.page(EVERYTHING, null)).sessions).toEqual([]);
      const { sessions } = await own.page(EVERYTHING, null);
      expect(sessions.sort((a, b) => a.id.localeCompare(b.id))).toEqual(
        pieces.sort((a, b) => a.id.localeCompare(b.id)),
      );
      expect((await own.preferences()).avoid).toEqual(['drums']);
      expect(await waiting(own)).toHaveLength(4);
    }
  });

  it('leaves the preferences of the account as they are, on this device and on others', async () => {
    const [anonymous, own] = [open().store, open().store];
    await own.savePreferences({ ...NO_PREFERENCES, avoid: ['choirs'] });
    await anonymous.savePreferences({ ...NO_PREFERENCES, avoid: ['drums'] });
    await claim(anonymous, own, 'user');
    expect((await own.preferences()).avoid).toEqual(['choirs']);

    const fresh = open().store;
    await anonymous.savePreferences({ ...NO_PREFERENCES, avoid: ['drums'] });
    await claim(anonymous, fresh, 'user');
    const body = encodePreferences({ ...NO_PREFERENCES, avoid: ['choirs'] });
    await pulls(fresh, [{ kind: 'preferences', id: PREFERENCES_ID, body }]);
    expect((await fresh.preferences()).avoid).toEqual(['choirs']);
  });

  it('does not count preferences that were taken back', async () => {
    const { store } = open();
    await store.savePreferences({ ...NO_PREFERENCES, avoid: ['drums'] });
    expect(await countOwn(store)).toBe(1);
    await store.clear();
    expect(await countOwn(store)).toBe(0);
  });
});

describe('case 13: what the server refuses', () => {
  it('makes way for the rest, is told with its reason, and can be tried again or left at that', async () => {
    const { store } = open();
    const runs = Array.from({ length: 100 }, session);
    for (const run of runs) await store.save(run);
    await pulls(store, []);
    const pushed = await store.replica.outgoing();
    const outcomes = pushed.items.map((_, i) =>
      i === 40
        ? ({ outcome: 'rejected', reason: 'quota' } as const)
        : ({ outcome: 'applied', seq: i + 1 } as const),
    );
    await store.replica.settle(pushed, outcomes);
    expect(await store.waiting()).toBe(0);
    const [letter] = await store.deadLetters.all();
    expect(letter).toMatchObject({ reason: 'quota', id: pushed.items[40]!.id });
    expect((await store.page(EVERYTHING, null, 200)).sessions).toHaveLength(100);
    await store.deadLetters.retry(letter!);
    expect(await store.waiting()).toBe(1);
    const again = await store.replica.outgoing();
    await store.replica.settle(again, [{ outcome: 'rejected', reason: 'quota' }]);
    await store.deadLetters.discard(letter!);
    expect(await store.deadLetters.all()).toEqual([]);
    expect(await store.waiting()).toBe(0);
    await store.save(session());
    expect(await store.onlyHere()).toBe(2);
    expect(await store.get(letter!.id)).not.toBeNull();
  });
});
