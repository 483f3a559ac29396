import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { syncRecords, users } from '../../drizzle/schema.ts';
import { migratedDatabase } from '../../tests/database.ts';
import { BUCKET, scriptedBucket, type ScriptedBucket } from '../../tests/fixtures/scripted-bucket.ts';
import { collectGarbage } from '../../tests/garbage.ts';
import { wavFile } from '../../tests/fixtures/sounds.ts';
import { Database } from '../database/database.ts';
import { Unavailable } from '../database/errors.ts';
import { findAsset, forgetRun, keepAsset, usedBy, type Shelf } from './assets.ts';
import { bucketStorage } from './bucket-storage.ts';
import { folderStorage } from './folder-storage.ts';
import { pathOf, type Place, type Storage } from './storage.ts';
import { sweep } from './sweep.ts';

const HOUR = 3600 * 1000;
const later = (ms: number) => new Date(Date.now() + ms);
const database = new Database(await migratedDatabase(), { patience: 60_000 });
const folder = mkdtempSync(join(tmpdir(), 'attune-assets-'));
let bucket: ScriptedBucket;
beforeAll(async () => void (bucket = await scriptedBucket()));
afterAll(async () => {
  await bucket.stop();
  await database.close();
});

async function anyUser(): Promise<string> {
  const id = randomUUID();
  const row = { id, email: `${id}@example.org`, passwordHash: '', createdAt: new Date() };
  await database.use((queries) => queries.insert(users).values(row));
  return id;
}

async function bytesOf(
  storage: Storage,
  place: Place,
  range: [number, number] | null = null,
): Promise<Buffer | null> {
  const stream = await storage.get(place, range && { first: range[0], last: range[1] });
  return stream && Buffer.from(await new Response(stream).arrayBuffer());
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const anyBytes = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length));

describe.each<[string, () => Storage]>([
  ['a folder', () => folderStorage(folder)],
  ['a bucket', () => bucketStorage({ endpoint: bucket.url, ...BUCKET })],
])('in %s', (_, open) => {
  const shelf = (quota = 1e9): Shelf => ({ database, storage: open(), quota });

  test('what is kept comes back, whole and in ranges, and is kept once', async () => {
    const owner = { user: await anyUser(), run: randomUUID() };
    const bytes = wavFile(0.5);
    const asset = await keepAsset(shelf(), owner, bytes, 'audio/wav');
    expect(asset).toEqual({
      run: owner.run,
      sha256: digestOf(bytes),
      bytes: bytes.length,
      mediaType: 'audio/wav',
    });
    const place = { ...owner, sha256: asset.sha256 };
    expect(await bytesOf(open(), place)).toEqual(Buffer.from(bytes));
    expect(await bytesOf(open(), place, [10, 19])).toEqual(Buffer.from(bytes.subarray(10, 20)));
    expect(await keepAsset(shelf(bytes.length), owner, bytes, 'audio/wav')).toEqual(asset);
    expect(await usedBy(database, owner.user)).toBe(bytes.length);
    expect(await findAsset(database, place)).toEqual(asset);
    expect(await findAsset(database, { ...place, user: await anyUser() })).toBeNull();
  });

  test('20 at once at the last bytes of a quota: exactly as many are kept as fit', async () => {
    const user = await anyUser();
    const kept = await Promise.allSettled(
      Array.from({ length: 20 }, () =>
        keepAsset(shelf(7 * 1000 + 500), { user, run: randomUUID() }, anyBytes(1000), 'audio/mpeg'),
      ),
    );
    expect(kept.filter(({ status }) => status === 'fulfilled')).toHaveLength(7);
    for (const one of kept)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'asset_quota' });
    expect(await usedBy(database, user)).toBe(7000);
    expect(await all(open().list(user))).toHaveLength(7);
  });

  test('a run takes what it made with it', async () => {
    const [user, other] = [await anyUser(), await anyUser()];
    const run = randomUUID();
    const keep = (owner: { user: string; run: string }) =>
      keepAsset(shelf(), owner, anyBytes(100), 'audio/wav');
    await keep({ user, run });
    await keep({ user, run });
    const stays = await keep({ user, run: randomUUID() });
    const theirs = await keep({ user: other, run });
    await forgetRun(shelf(), { user, run });
    expect((await all(open().list(user))).map(({ place }) => place.sha256)).toEqual([stays.sha256]);
    expect(await usedBy(database, user)).toBe(100);
    expect(await bytesOf(open(), { user: other, run, sha256: theirs.sha256 })).toHaveLength(100);
  });

  test('bytes without a row are swept away, and what is young stays', async () => {
    const user = await anyUser();
    const bytes = anyBytes(50);
    const stray = { user, run: randomUUID(), sha256: digestOf(bytes) };
    await open().put(stray, bytes);
    const kept = await keepAsset(shelf(), { user, run: randomUUID() }, anyBytes(60), 'audio/wav');
    await sweep(shelf());
    expect(await bytesOf(open(), stray)).not.toBeNull();
    await sweep(shelf(), later(2 * HOUR));
    expect((await all(open().list(user))).map(({ place }) => place.sha256)).toEqual([kept.sha256]);
  });

  test('sounds of runs that were deleted, or never saved, are swept away', async () => {
    const user = await anyUser();
    const keep = () => keepAsset(shelf(), { user, run: randomUUID() }, anyBytes(70), 'audio/wav');
    const [saved, deleted, unsaved] = [await keep(), await keep(), await keep()];
    const written = { userId: user, kind: 'run' as const, verT: 1, verClient: randomUUID(), schemaV: 1 };
    await database.use((queries) =>
      queries.insert(syncRecords).values([
        { ...written, id: saved.run, seq: 1, body: '{}', bodyHash: digestOf(Buffer.from('{}')) },
        { ...written, id: deleted.run, seq: 2, deleted: true, deletedAt: new Date() },
      ]),
    );
    const left = async () => (await all(open().list(user))).map(({ place }) => place.run).sort();

    await sweep(shelf(), later(6 * 24 * HOUR));
    expect(await left()).toEqual([saved.run, unsaved.run].sort());
    await sweep(shelf(), later(8 * 24 * HOUR));
    expect(await left()).toEqual([saved.run]);
    expect(await usedBy(database, user)).toBe(70);
  });

  test('nothing is kept for a user who is gone', async () => {
    const owner = { user: randomUUID(), run: randomUUID() };
    await expect(keepAsset(shelf(), owner, anyBytes(10), 'audio/wav')).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await all(open().list(owner.user))).toEqual([]);
  });

  test('what is not there is null, and removed already', async () => {
    const place = { user: randomUUID(), run: randomUUID(), sha256: '0'.repeat(64) };
    expect(await bytesOf(open(), place)).toBeNull();
    await open().remove(place);
  });
});

test.each(['../../etc', '', '..', 'a/b'])('no path leads out by "%s"', (user) => {
  expect(() => pathOf({ user, run: randomUUID(), sha256: '0'.repeat(64) })).toThrow();
  expect(() => pathOf({ user: randomUUID(), run: randomUUID(), sha256: user })).toThrow();
});

test('what a killed server left half written shows nowhere, and goes', async () => {
  const storage = folderStorage(mkdtempSync(join(tmpdir(), 'attune-assets-')));
  const own = mkdtempSync(join(tmpdir(), 'attune-assets-'));
  const half = folderStorage(own);
  await half.put({ user: randomUUID(), run: randomUUID(), sha256: '0'.repeat(64) }, anyBytes(5));
  writeFileSync(join(own, '.incoming', 'left'), 'half');
  expect(await all(half.list())).toHaveLength(1);
  await half.tidy(new Date(Date.now() - HOUR));
  expect(readdirSync(join(own, '.incoming'))).toEqual(['left']);
  await half.tidy(later(2 * HOUR));
  expect(readdirSync(join(own, '.incoming'))).toEqual([]);
  expect(await all(storage.list())).toEqual([]);
});

test('a bucket that fails for a moment is asked again; one that stays away is said, and leaves no row', async () => {
  const shelf = { database, storage: bucketStorage({ endpoint: bucket.url, ...BUCKET }), quota: 1e9 };
  const owner = { user: await anyUser(), run: randomUUID() };
  bucket.fail(503, 500);
  await keepAsset(shelf, owner, anyBytes(10), 'audio/wav');
  for (const statuses of [[500, 500, 500], [403]]) {
    bucket.fail(...statuses);
    await expect(keepAsset(shelf, owner, anyBytes(10), 'audio/wav')).rejects.toThrow(Unavailable);
  }
  expect(await usedBy(database, owner.user)).toBe(10);
});

test('a bucket that does not answer is given up; one that answers may take its time', async () => {
  // Long enough for headers on a busy machine.
  const patience = 3000;
  const storage = bucketStorage({ endpoint: bucket.url, ...BUCKET, patience });
  const place = { user: randomUUID(), run: randomUUID(), sha256: digestOf(wavFile(1)) };
  await storage.put(place, wavFile(1));
  bucket.dawdle(1.5 * patience);
  expect(await bytesOf(storage, place)).toHaveLength(wavFile(1).length);
  bucket.dawdle(0);
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  onTestFinished(() => void silent.close().closeAllConnections());
  await once(silent, 'listening');
  const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const collecting = setInterval(collectGarbage, patience / 10);
  onTestFinished(() => clearInterval(collecting));
  await expect(bucketStorage({ endpoint, ...BUCKET, patience }).get(place, null)).rejects.toThrow(
    Unavailable,
  );
});
