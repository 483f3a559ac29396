import { and, eq, isNull, lt, or } from 'drizzle-orm';
import { assets, syncRecords } from '../../drizzle/schema.ts';
import type { Database } from '../database/database.ts';
import { forgetRun, type Shelf } from './assets.ts';
import { pathOf, type Storage, type Stored } from './storage.ts';

/** Bytes this young may still be waiting for their row. */
const YOUNG = 3600 * 1000;
/** A sound comes before its session is saved, or sync tells of it: until then a device may be without a network, ms. */
const UNSAVED = 7 * 24 * 3600 * 1000;
const BATCH = 200;

/** Deletes what nobody can reach any more: assets of runs that were deleted or never saved, and bytes without a row. */
export async function sweep(shelf: Omit<Shelf, 'quota'>, now = new Date()): Promise<void> {
  for (const owner of await lostRuns(shelf.database, now)) await forgetRun(shelf, owner);
  const since = new Date(now.getTime() - YOUNG);
  let batch: Stored[] = [];
  for await (const stored of shelf.storage.list()) {
    if (stored.writtenAt < since) batch.push(stored);
    if (batch.length < BATCH) continue;
    await removeStray(shelf, batch);
    batch = [];
  }
  await removeStray(shelf, batch);
  await shelf.storage.tidy(since);
}

/** Devices tell of a session, and of its deletion, by sync. */
function lostRuns(database: Database, now: Date): Promise<{ user: string; run: string }[]> {
  const ofRun = and(
    eq(syncRecords.userId, assets.userId),
    eq(syncRecords.id, assets.runId),
    eq(syncRecords.kind, 'run'),
  );
  const isUnsaved = and(isNull(syncRecords.id), lt(assets.createdAt, new Date(now.getTime() - UNSAVED)));
  return database.use((queries) =>
    queries
      .selectDistinct({ user: assets.userId, run: assets.runId })
      .from(assets)
      .leftJoin(syncRecords, ofRun)
      .where(or(eq(syncRecords.deleted, true), isUnsaved)),
  );
}

async function removeStray(
  { database, storage }: { database: Database; storage: Storage },
  batch: readonly Stored[],
): Promise<void> {
  if (batch.length === 0) return;
  const rows = await database.use((queries) =>
    queries
      .select({ user: assets.userId, run: assets.runId, sha256: assets.sha256 })
      .from(assets)
      .where(
        or(
          ...batch.map(({ place }) =>
            and(eq(assets.userId, place.user), eq(assets.runId, place.run), eq(assets.sha256, place.sha256)),
          ),
        ),
      ),
  );
  const known = new Set(rows.map(pathOf));
  for (const { place } of batch) if (!known.has(pathOf(place))) await storage.remove(place);
}
