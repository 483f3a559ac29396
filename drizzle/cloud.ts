import { check, double, index, int, mysqlEnum, mysqlTable, primaryKey, unique } from 'drizzle-orm/mysql-core';
import { sql } from 'drizzle-orm';
import { JOB_STATES } from '../src/lib/core/wire/cloud.ts';
import { ownerId } from './accounts.ts';
import { ascii, between, instant, json, sha256, uuid } from './columns.ts';

/** Pieces that the cloud makes, so that every server can answer for each. Nothing of what they were asked for in words. */
export const cloudJobs = mysqlTable(
  'cloud_jobs',
  {
    userId: ownerId(),
    /** Of the run. Devices choose their ids: a job is known by its user and its id together. */
    id: uuid('id').notNull(),
    /** Replicate's name of it; null until it has given one. */
    predictionId: ascii('prediction_id', 64),
    state: mysqlEnum('state', JOB_STATES).notNull(),
    fraction: double('fraction').notNull().default(0),
    /** What was asked for, without prompt and recording. */
    params: json<unknown>('params').notNull(),
    /** Seconds of music, and the day they were set aside in. */
    seconds: int('seconds', { unsigned: true }).notNull(),
    day: ascii('day', 10).notNull(),
    createdAt: instant('created_at').notNull(),
    /** When Replicate was heard of it last; of one that has ended, when it did. */
    checkedAt: instant('checked_at').notNull(),
    /** Until when one server has the copying of its sound to itself. */
    copyingUntil: instant('copying_until'),
    /** Of its sound; null unless it has succeeded. */
    assetSha256: sha256('asset_sha256'),
    /** Why it has failed; null where it has not. */
    error: json<{ code: string; details: Record<string, string | number> }>('error'),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.id] }),
    unique('cloud_jobs_prediction').on(t.predictionId),
    index('cloud_jobs_created').on(t.createdAt),
    index('cloud_jobs_state').on(t.state, t.checkedAt),
    between('cloud_jobs_fraction', t.fraction, 0, 1),
    check('cloud_jobs_asset', sql`(${t.assetSha256} is not null) = (${t.state} = 'succeeded')`),
  ],
);
