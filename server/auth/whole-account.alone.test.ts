import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { syncRecords, users } from '../../drizzle/schema.ts';
import { startApi, type ApiServer } from '../../tests/api-server.ts';
import { unzip } from '../../tests/unzip.ts';
import { PASSWORD, register, Visitor, type Member } from '../../tests/visitor.ts';
import { AT, fillTables, record } from '../../tests/whole-user.ts';
import { fileName } from '../assets/answer.ts';
import { keepAsset } from '../assets/assets.ts';
import { shelfOf } from '../assets/open.ts';
import { sweep } from '../assets/sweep.ts';
import { deleteInSteps } from './delete-account.ts';
import { ownedTables } from './owned-tables.ts';

let api: ApiServer;
beforeAll(async () => {
  api = await startApi({ DATA_FOLDER: await mkdtemp(join(tmpdir(), 'attune-data-')) });
});
afterAll(() => api.stop());

/** @returns how many rows each table has of a user. */
async function rowCounts(userId: string): Promise<Record<string, number>> {
  const counts = ownedTables().map(async ({ name, table, userId: column }) => [
    name,
    await api.database.use((queries) => queries.$count(table, eq(column, userId))),
  ]);
  return Object.fromEntries((await Promise.all(counts)) as [string, number][]);
}

async function exported(member: Member): Promise<Map<string, Buffer>> {
  const response = await member.fetch('GET', '/api/account/export');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="attune-[\d-]+\.zip"$/);
  return unzip(Buffer.from(await response.arrayBuffer()));
}

const SOUND = Buffer.from('as if it were a sound');

/** Stores a sound of a user's. @returns where. */
async function keepSound(user: string) {
  const run = randomUUID();
  const { sha256 } = await keepAsset(shelfOf(api.database), { user, run }, SOUND, 'audio/wav');
  return { user, run, sha256 };
}

const parse = (file: Buffer | undefined) => JSON.parse(file!.toString()) as Record<string, unknown>[];

test('an account is deleted with every row of every table, and nothing of others', async () => {
  const [gone, stays] = [await register(api.url), await register(api.url)];
  for (const { account } of [gone, stays]) await fillTables(api.database, account.id);
  const [sound, other] = [await keepSound(gone.account.id), await keepSound(stays.account.id)];
  const { storage } = shelfOf(api.database);
  const before = await rowCounts(gone.account.id);
  // A new table has to have a row in tests/whole-user.ts, or nothing holds that it is deleted.
  expect(
    Object.values(before).every((rows) => rows > 0),
    JSON.stringify(before),
  ).toBe(true);

  const body = { password: 'not the password' };
  expect(await gone.ask('DELETE', '/api/account', { body })).toMatchObject({ status: 401 });
  expect(await rowCounts(gone.account.id)).toEqual(before);
  expect(await storage.get(sound, null)).not.toBeNull();
  expect(await gone.ask('DELETE', '/api/account', { body: { password: PASSWORD } })).toMatchObject({
    status: 200,
    body: { done: true },
  });
  expect(gone.cookies.size).toBe(0);
  expect(Object.values(await rowCounts(gone.account.id)).every((rows) => rows === 0)).toBe(true);
  expect(await storage.get(sound, null)).toBeNull();
  expect(await storage.get(other, null)).not.toBeNull();
  const left = await api.database.use((queries) => queries.select({ id: users.id }).from(users));
  expect(left.map(({ id }) => id)).toEqual([stays.account.id]);
  expect(await rowCounts(stays.account.id)).toEqual(before);

  const credentials = { email: gone.account.email, password: PASSWORD };
  const again = await new Visitor(api.url).ask('POST', '/api/account/sign-in', { body: credentials });
  expect(again).toMatchObject({ status: 401, body: { error: { code: 'credentials_wrong' } } });
});

test('a sound that can’t be deleted with its account is swept away later', async () => {
  const gone = await register(api.url);
  const sound = await keepSound(gone.account.id);
  const shelf = shelfOf(api.database);
  vi.spyOn(shelf.storage, 'remove').mockRejectedValueOnce(new Error('the disk is read-only'));
  expect(await gone.ask('DELETE', '/api/account', { body: { password: PASSWORD } })).toMatchObject({
    status: 200,
  });
  expect(await shelf.storage.get(sound, null)).not.toBeNull();
  await sweep(shelf, new Date(Date.now() + 2 * 3600 * 1000));
  expect(await shelf.storage.get(sound, null)).toBeNull();
});

test('a long history is deleted in steps', async () => {
  const { account } = await register(api.url);
  const rows = Array.from({ length: 5 }, (_, n) => ({ ...record(account.id), seq: n + 1 }));
  await api.database.use((queries) => queries.insert(syncRecords).values(rows));
  const using = vi.spyOn(api.database, 'use');
  const records = ownedTables().find(({ table }) => table === syncRecords)!;
  await deleteInSteps(api.database, records, account.id, 2);
  expect(using).toHaveBeenCalledTimes(3);
  expect(await rowCounts(account.id)).toMatchObject({ sync_records: 0 });
});

test('what is exported is all that was put in, and nothing that signs anybody in', async () => {
  const member = await register(api.url);
  const other = await register(api.url);
  await fillTables(api.database, member.account.id);
  await fillTables(api.database, other.account.id);
  const { id } = member.account;
  // More than are read at a time, and what is no recipe.
  const recipes = Array.from({ length: 120 }, (_, index) => ({
    ...record(id),
    seq: index + 2,
    body: JSON.stringify({ title: `第 ${index} 首 🎵` }),
  }));
  const preferences = { ...record(id), kind: 'preferences' as const, seq: 200, body: '{"avoid":["鼓"]}' };
  const deleted = { ...record(id), seq: 201, deleted: true, deletedAt: AT, body: null, bodyHash: null };
  await api.database.use((queries) => queries.insert(syncRecords).values([...recipes, preferences, deleted]));

  const { run, sha256 } = await keepSound(id);
  const files = await exported(member);
  expect(files.get(`audio/${fileName(run, sha256, 'audio/wav')}`)).toEqual(SOUND);
  const guide = files.get('README.txt')!.toString();
  const named = [...guide.matchAll(/^([\w.]+\/?) {2,}\S/gm)].map(([, name]) => name!);
  expect(named).toContain('recipes/');
  expect(named.filter((name) => ![...files.keys()].some((file) => file.startsWith(name)))).toEqual([]);
  expect(parse(files.get('account.json'))).toMatchObject({ id, email: member.account.email });
  const counts = await rowCounts(id);
  for (const { name } of ownedTables()) expect(parse(files.get(`${name}.json`))).toHaveLength(counts[name]!);
  for (const recipe of recipes) {
    expect(files.get(`recipes/${recipe.id}.json`)?.toString()).toBe(recipe.body);
  }
  const records = parse(files.get('sync_records.json'));
  const find = (wanted: string) => records.find((one) => one.id === wanted);
  expect(find(recipes[119]!.id)).toMatchObject({ seq: 121, recipe: `recipes/${recipes[119]!.id}.json` });
  expect(find(preferences.id)).toMatchObject({ body: { avoid: ['鼓'] } });
  expect(find(deleted.id)).toMatchObject({ deleted: true, body: null });
  expect(parse(files.get('generations.json'))[0]).toMatchObject({ prompt: '雨 🌧', seed: 0xffffffff });

  const text = [...files.values()].join('\n');
  expect(text).not.toContain(other.account.id);
  expect(text).not.toContain('$argon2');
  const { devices } = (await member.ask('GET', '/api/account/devices')).body as { devices: { id: string }[] };
  expect(devices.length).toBeGreaterThan(0);
  for (const device of devices) expect(text).not.toContain(device.id);
});
