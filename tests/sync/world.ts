/** Carries out a history: real stores, the real sync of the page, the server's real functions on a real database. */
import { randomUUID } from 'node:crypto';
import type { Database } from '../../server/database/database.ts';
import { forgetDeletions } from '../../server/sync/tidy.ts';
import { AttuneError } from '../../src/lib/core/errors.ts';
import { NO_FEEDBACK } from '../../src/lib/core/feedback.ts';
import { NO_PREFERENCES } from '../../src/lib/core/preferences.ts';
import type { Session } from '../../src/lib/core/session.ts';
import { encodeRun } from '../../src/lib/core/wire/records.ts';
import { SCHEMA_VERSION } from '../../src/lib/core/wire/sync.ts';
import { claim } from '../../src/lib/store/claim.ts';
import type { LocalStore } from '../../src/lib/store/store.ts';
import { syncOnce } from '../../src/lib/sync/sync-once.ts';
import { Device } from './device.ts';
import { sampleSession } from './sample-session.ts';
import { apiOver, type Fate } from './network.ts';
import { TABS, type Operation, type Script } from './operations.ts';
import { Oracle } from './oracle.ts';
import { addUser, copyOf, restore, type ServerCopy } from './server-copy.ts';

const DAY = 24 * 3600 * 1000;
const EVERYTHING = { emotion: null, text: '' };
/** Of what may go wrong on the way, as the driver expects it. */
const EXPECTED = ['offline', 'signed_out', 'storage_failed', 'cancelled'];
const AHEAD = 5 * 60_000;

export class World {
  readonly database: Database;
  readonly oracle = new Oracle();
  readonly devices: Device[];
  readonly users: string[];
  readonly #late: (() => Promise<void>)[] = [];
  readonly #copies = new Map<string, ServerCopy>();
  /** Claims that were broken off: to whom, by device. */
  readonly #begun = new Map<Device, string>();
  #words = 0;

  constructor(database: Database, users: string[], { offsets }: Script) {
    this.database = database;
    this.users = users;
    const name = randomUUID();
    this.devices = offsets.map((offset, i) => new Device(`${name} ${i}`, offset));
    // The first has made nothing under an account yet.
    for (const device of this.devices.slice(1)) device.user = users[0]!;
  }

  static async of(database: Database, script: Script): Promise<World> {
    const users = await Promise.all([addUser(database), addUser(database)]);
    return new World(database, users, script);
  }

  /** Who owns what is made on a device at the moment. */
  ownerOn(device: Device): string {
    return device.user ?? `nobody on ${this.devices.indexOf(device)}`;
  }

  async perform(operation: Operation): Promise<void> {
    const device = this.devices[operation.at]!;
    await this.#finishClaim(device);
    const store = device.store(device.user, operation.tab);
    switch (operation.type) {
      case 'make':
        return this.#make(device, store, operation.writes);
      case 'rate':
        return this.#rate(device, store, operation.which, operation.writes);
      case 'remove':
        return this.#remove(device, store, operation.which, operation.writes);
      case 'clear':
        return this.#clear(device, store);
      case 'prefer':
        return this.#prefer(device, store, operation.writes);
      case 'clock':
        device.offset = operation.offset;
        return;
      case 'sign-in':
        device.user = this.users[operation.user]!;
        return;
      case 'sign-out':
        device.user = null;
        return;
      case 'claim':
        return this.#claim(device, operation.writes);
      case 'poison':
      case 'future':
        return this.#put(device, store, operation.type, operation.writes);
      case 'sync':
        await this.#sync(device, operation);
        return;
      case 'sync-all':
        await Promise.all(
          this.devices.flatMap((one) =>
            [...Array(TABS).keys()].map((tab) => this.syncNow(one, one.user, tab)),
          ),
        );
        return;
      case 'deliver':
        return this.deliver();
      case 'backup':
        if (device.user !== null) this.#copies.set(device.user, await copyOf(this.database, device.user));
        return;
      case 'restore':
        return this.#restore(device.user);
      case 'purge':
        return this.#purge();
    }
  }

  /** Requests that were late arrive. */
  async deliver(): Promise<void> {
    for (const arrive of this.#late.splice(0)) await arrive().catch(expected);
  }

  /** Syncs one tab. @returns the code of what it failed with; null for nothing */
  async syncNow(
    device: Device,
    user: string | null,
    tab = 0,
    { fates = [], limit = 200, writes = null, meanwhile = async () => {} }: Partial<Troubles> = {},
  ): Promise<string | null> {
    if (user === null) return null;
    const { database } = this;
    const coming = [...fates];
    const fate = (): Fate => coming.shift() ?? 'fine';
    const api = apiOver({ database, cookie: () => device.user, fate, meanwhile, late: this.#late });
    const { replica } = device.store(user, tab);
    return device.on(() => syncOnce({ user, replica, api, limit }), writes).then(() => null, expected);
  }

  async #make(device: Device, store: LocalStore, writes: number | null): Promise<void> {
    const session: Session = await device.on(async () => sampleSession(randomUUID(), Date.now()));
    const isMade = await done(device.on(() => store.save(session), writes));
    if (isMade) this.oracle.made(this.ownerOn(device), session.id, encodeRun(session));
  }

  async #rate(device: Device, store: LocalStore, which: number, writes: number | null): Promise<void> {
    const session = await pick(store, which);
    if (session === undefined) return;
    const comment = `word ${this.#words++}`;
    const isSaid = await done(
      device.on(() => store.update({ ...session, feedback: { ...NO_FEEDBACK, comment } }), writes),
    );
    const over = session.feedback?.comment ?? null;
    if (isSaid) this.oracle.said(session.id, comment, { over, isAhead: device.offset > AHEAD });
  }

  async #remove(device: Device, store: LocalStore, which: number, writes: number | null): Promise<void> {
    const session = await pick(store, which);
    if (session === undefined) return;
    if (await done(device.on(() => store.remove(session.id), writes))) this.oracle.deleted.add(session.id);
  }

  async #clear(device: Device, store: LocalStore): Promise<void> {
    const records = await recordsOf(store);
    const over = (await store.preferences()).avoid[0] ?? null;
    await device.on(() => store.clear());
    for (const { kind, id, deleted } of records) {
      if (kind === 'run' && !deleted && !this.oracle.poisons.has(id)) this.oracle.deleted.add(id);
      this.oracle.poisons.delete(id);
      if (kind === 'preferences') this.#prefers(device, '', over);
    }
  }

  async #prefer(device: Device, store: LocalStore, writes: number | null): Promise<void> {
    const over = (await store.preferences()).avoid[0] ?? '';
    const word = `word ${this.#words++}`;
    const preferences = { ...NO_PREFERENCES, avoid: [word] };
    if (await done(device.on(() => store.savePreferences(preferences), writes))) {
      this.#prefers(device, word, over);
    }
  }

  #prefers(device: Device, value: string, over: string | null): void {
    // What takes everything back looks the same whoever says it, and is not told apart.
    const said = over === '' ? null : over;
    this.oracle.said(this.ownerOn(device), value, { over: said, isAhead: device.offset > AHEAD });
  }

  /** Writes what the store never would: a body that no server takes, or one of a later app. */
  async #put(
    device: Device,
    store: LocalStore,
    type: 'poison' | 'future',
    writes: number | null,
  ): Promise<void> {
    if (device.user === null) return;
    const id = randomUUID();
    const body = type === 'poison' ? '{"poison":true}' : JSON.stringify({ id, from: 'the future' });
    const schemaVersion = type === 'poison' ? 1 : SCHEMA_VERSION + 1;
    const version = { time: 1, client: randomUUID() };
    const record = { kind: 'run' as const, id, version, deleted: false, round: -1 };
    const work = (): Promise<void> =>
      store.connection.write(['records', 'outbox'], async (transaction) => {
        await transaction.objectStore('records').put({ ...record, unread: { schemaVersion, body } });
        await transaction.objectStore('outbox').put({ kind: 'run', id, version, schemaVersion, body });
      });
    if (!(await done(device.on(work, writes)))) return;
    if (type === 'poison') this.oracle.poisons.set(id, `${device.user} ${this.devices.indexOf(device)}`);
    else this.oracle.made(device.user, id, body);
  }

  async #claim(device: Device, writes: number | null): Promise<void> {
    // Who takes along signs in to do so.
    const user = (device.user ??= this.users[0]!);
    const own = device.store(user);
    const anonymous = device.store(null);
    const isDone = await done(device.on(() => claim(anonymous, own, user), writes));
    const { claimedBy } = await standOf(anonymous);
    if (isDone || claimedBy === user) this.oracle.claimed(`nobody on ${this.devices.indexOf(device)}`, user);
    if (claimedBy !== null) this.#begun.set(device, claimedBy);
  }

  /** As the page does when it begins. */
  async #finishClaim(device: Device): Promise<void> {
    const owner = this.#begun.get(device);
    if (owner === undefined) return;
    this.#begun.delete(device);
    await device.on(() => claim(device.store(null), device.store(owner), owner));
  }

  /** Ends what was broken off, everywhere. */
  async finishClaims(): Promise<void> {
    for (const device of this.devices) await this.#finishClaim(device);
  }

  #sync(device: Device, operation: Extract<Operation, { type: 'sync' }>): Promise<unknown> {
    const { user } = device;
    const other = device.store(user, 1 - operation.tab);
    const somebody = this.users.find((one) => one !== user)!;
    const happenings = [
      () => this.#make(device, other, null),
      () => this.#rate(device, other, 0, null),
      // Somebody else signs in, in another tab.
      async () => void (device.user = somebody),
      async () => void (await this.syncNow(device, user, 1 - operation.tab)),
    ];
    const meanwhile = async (): Promise<void> => {
      if (device.user === user) await happenings[operation.meanwhile]!();
    };
    return this.syncNow(device, user, operation.tab, { ...operation, meanwhile });
  }

  async #restore(user: string | null): Promise<void> {
    const copy = user === null ? undefined : this.#copies.get(user);
    if (user === null || copy?.counter === undefined) return;
    await restore(this.database, user, copy);
    this.oracle.restored.add(user);
  }

  /** Half a year goes by: nothing that was sent before is still under way, and deletions are forgotten. */
  async #purge(): Promise<void> {
    this.#late.length = 0;
    for (const device of this.devices) {
      for (const user of this.users) {
        const waiting = await outboxOf(device.store(user));
        for (const { id } of waiting) if (this.oracle.deleted.has(id)) this.oracle.uncertain.add(id);
      }
    }
    await forgetDeletions(this.database, new Date(Date.now() + 200 * DAY));
  }
}

interface Troubles {
  fates: Fate[];
  limit: number;
  writes: number | null;
  meanwhile: () => Promise<void>;
}

/** @returns the code of an error that may well happen. @throws any other */
function expected(error: unknown): string {
  if (error instanceof AttuneError && EXPECTED.includes(error.code)) return error.code;
  throw error;
}

/** @returns whether it was done, and not broken off by the storage. */
const done = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    (error: unknown) => expected(error) === null,
  );

async function pick(store: LocalStore, which: number): Promise<Session | undefined> {
  const { sessions } = await store.page(EVERYTHING, null, 1000);
  return sessions.sort((a, b) => (a.id < b.id ? -1 : 1))[which % Math.max(1, sessions.length)];
}

export const recordsOf = ({ connection }: LocalStore) =>
  connection.read(['records'], (transaction) => transaction.objectStore('records').getAll());
export const outboxOf = ({ connection }: LocalStore) =>
  connection.read(['outbox'], (transaction) => transaction.objectStore('outbox').getAll());
export const standOf = ({ connection }: LocalStore) =>
  connection.read(['stand'], async (transaction) => (await transaction.objectStore('stand').get('mine'))!);
