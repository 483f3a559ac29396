import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  smallint,
  unique,
} from 'drizzle-orm/mysql-core';
import { count, instant, json, longText, sha256, uuid } from './columns.ts';

/**
 * The counter of each user, whose row is locked while records are written: sequence numbers follow the order of commits.
 * These two tables have no foreign keys, so that they can be spread over several databases by `user_id`.
 */
export const syncUsers = mysqlTable('sync_users', {
  userId: uuid('user_id').primaryKey(),
  /** Another one when the server's history is no longer the one that devices have seen. */
  epoch: uuid('epoch').notNull(),
  /** The last number given. */
  seq: count('seq').notNull().default(0),
  /** Deletions before this number are forgotten: whoever has not seen them begins anew. */
  minSeq: count('min_seq').notNull().default(0),
  /** What is kept of them, deletions included, and how many bytes their bodies have. */
  records: count('records').notNull().default(0),
  bytes: count('bytes').notNull().default(0),
});

export const syncRecords = mysqlTable(
  'sync_records',
  {
    userId: uuid('user_id').notNull(),
    id: uuid('id').notNull(),
    kind: mysqlEnum('kind', ['run', 'feedback', 'preferences']).notNull(),
    seq: count('seq').notNull(),
    deleted: boolean('deleted').notNull().default(false),
    /** By the clock of the server; null where it is not deleted. */
    deletedAt: instant('deleted_at'),
    /**
     * When it was written by the clock of the client, but not in the future of the server, milliseconds since the epoch,
     * and by which client. Nothing and nobody for a deletion.
     */
    verT: bigint('ver_t', { mode: 'number' }).notNull(),
    verClient: uuid('ver_client').notNull(),
    /** The latest time that each client gave which was in the future: what it sends again is known by it. */
    ahead: json<Record<string, number>>('ahead'),
    schemaV: smallint('schema_v', { unsigned: true }).notNull(),
    /** `schema_v`, where the server did not understand it when it came: it is not in the tables of runs yet. */
    opaqueV: smallint('opaque_v', { unsigned: true }),
    /** Null once deleted, as is the body. */
    bodyHash: sha256('body_hash'),
    body: longText('body'),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.id, t.kind] }),
    unique('sync_records_seq').on(t.userId, t.seq),
    index('sync_records_deleted').on(t.deletedAt),
    index('sync_records_opaque').on(t.opaqueV),
    check('sync_records_counted', sql`${t.seq} > 0`),
    check(
      'sync_records_body',
      sql`(${t.body} is null) = ${t.deleted} and (${t.bodyHash} is null) = ${t.deleted}`,
    ),
    check('sync_records_deletion', sql`(${t.deletedAt} is not null) = ${t.deleted}`),
  ],
);
