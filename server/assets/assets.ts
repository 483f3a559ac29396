/**
 * Audio that can't be made again: its rows in the database, its bytes in the storage. The bytes come first and go last, so
 * that no row tells of what is not there; bytes without a row are swept away.
 */
import { createHash } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { assets, users } from '../../drizzle/schema.ts';
import type { Asset, AudioType } from '../../src/lib/core/asset.ts';
import type { Database, Queries } from '../database/database.ts';
import { Refusal } from '../http/refusal.ts';
import type { Place, Storage } from './storage.ts';

/** Where assets are kept, and how much of them. */
export interface Shelf {
  database: Database;
  storage: Storage;
  /** Bytes that each user may have. */
  quota: number;
}

/** To whom an asset belongs, and which run made it. */
export type Owner = Pick<Place, 'user' | 'run'>;

const MB = 1e6;

/**
 * Keeps a sound. What is there already is kept once.
 * @param mediaType as `sniff` has it.
 * @param isWanted is asked where it is entered, in the same transaction; what is not is swept away later.
 * @throws Refusal `asset_quota` where it does not fit, `not_found` where the user is gone; then nothing is kept.
 */
export async function keepAsset(
  { database, storage, quota }: Shelf,
  owner: Owner,
  bytes: Uint8Array<ArrayBuffer>,
  mediaType: AudioType,
  isWanted: (queries: Queries, sha256: string) => Promise<boolean> = () => Promise.resolve(true),
): Promise<Asset> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const place = { user: owner.user, run: owner.run, sha256 };
  await storage.put(place, bytes);
  const asset = { run: owner.run, sha256, bytes: bytes.length, mediaType };
  try {
    await database.transaction((queries) =>
      enter(queries, owner.user, asset, quota, () => isWanted(queries, sha256)),
    );
  } catch (error) {
    if (error instanceof Refusal) await storage.remove(place);
    throw error;
  }
  return asset;
}

/** Under a lock of the user's row, what others keep meanwhile is counted too. */
async function enter(
  queries: Queries,
  userId: string,
  asset: Asset,
  quota: number,
  isWanted: () => Promise<boolean>,
): Promise<void> {
  const [user] = await queries.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('update');
  if (user === undefined) throw new Refusal(404, 'not_found');
  if (!(await isWanted()) || (await entered(queries, userId, asset)) !== null) return;
  await requireRoom(queries, quota, userId, asset.bytes);
  const { run: runId, ...rest } = asset;
  await queries.insert(assets).values({ ...rest, userId, runId, createdAt: new Date() });
}

/** @throws Refusal `asset_quota` where `bytes` more do not fit. */
export async function requireRoom(
  queries: Queries,
  quota: number,
  userId: string,
  bytes: number,
): Promise<void> {
  const used = await sumOf(queries, userId);
  if (used + bytes <= quota) return;
  throw new Refusal(409, 'asset_quota', { used: Math.round(used / MB), limit: Math.round(quota / MB) });
}

/** @returns bytes. */
export function usedBy(database: Database, user: string): Promise<number> {
  return database.use((queries) => sumOf(queries, user));
}

async function sumOf(queries: Queries, userId: string): Promise<number> {
  const [sum] = await queries
    .select({ bytes: sql<string>`coalesce(sum(${assets.bytes}), 0)` })
    .from(assets)
    .where(eq(assets.userId, userId));
  return Number(sum!.bytes);
}

/** @returns null where the user has no such asset. */
export function findAsset(database: Database, { user, run, sha256 }: Place): Promise<Asset | null> {
  return database.use((queries) => entered(queries, user, { run, sha256 }));
}

async function entered(
  queries: Queries,
  userId: string,
  { run, sha256 }: Pick<Asset, 'run' | 'sha256'>,
): Promise<Asset | null> {
  const [row] = await queries
    .select()
    .from(assets)
    .where(and(eq(assets.userId, userId), eq(assets.runId, run), eq(assets.sha256, sha256)));
  if (row === undefined) return null;
  return { run, sha256, bytes: row.bytes, mediaType: row.mediaType as AudioType };
}

/** Deletes what a run made. @returns how many assets there were */
export async function forgetRun(
  { database, storage }: Omit<Shelf, 'quota'>,
  { user, run }: Owner,
): Promise<number> {
  const isOfRun = and(eq(assets.userId, user), eq(assets.runId, run));
  const rows = await database.use((queries) =>
    queries.select({ sha256: assets.sha256 }).from(assets).where(isOfRun),
  );
  await database.use((queries) => queries.delete(assets).where(isOfRun));
  for (const { sha256 } of rows) await storage.remove({ user, run, sha256 });
  return rows.length;
}
