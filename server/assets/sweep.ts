import { and, eq, or } from 'drizzle-orm';
import { assets, syncRecords } from '../../drizzle/schema.ts';
import type { Database } from '../database/database.ts';
import { forgetRun, type Shelf } from './assets.ts';
import { pathOf, type Storage, type Stored } from './storage.ts';

/** Bytes this young may still be waiting for their row. */
const YOUNG = 3600 * 1000;
const BATCH = 200;

/** Deletes what nobody can reach any more: assets of runs that were deleted, and bytes that have no row. */
export async function sweep(shelf: Omit<Shelf, 'quota'>, now = new Date()): Promise<void> {
  for (const owner of await deletedRuns(shelf.database)) await forgetRun(shelf, owner);
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

/** Devices tell of a deletion by sync. */
function deletedRuns(database: Database): Promise<{ user: string; run: string }[]> {
  return database.use((queries) =>
    queries
      .selectDistinct({ user: assets.userId, run: assets.runId })
      .from(assets)
      .innerJoin(syncRecords, and(eq(syncRecords.userId, assets.userId), eq(syncRecords.id, assets.runId)))
      .where(and(eq(syncRecords.kind, 'run'), eq(syncRecords.deleted, true))),
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
