import { bigint, index, int, mysqlEnum, mysqlTable, primaryKey, text, varchar } from 'drizzle-orm/mysql-core';
import { ascii, count, instant, uuid } from './columns.ts';

/** What the server did, a line each. Never a prompt, a face, an emotion or an address of a person. */
export const systemLogs = mysqlTable(
  'system_logs',
  {
    id: bigint('id', { mode: 'number', unsigned: true }).autoincrement().primaryKey(),
    at: instant('at').notNull(),
    /** The id that the user was told. */
    requestId: uuid('request_id').notNull(),
    operation: ascii('operation', 64).notNull(),
    /** `refused` by a rule, `failed` by a fault. */
    status: mysqlEnum('status', ['ok', 'refused', 'failed']).notNull(),
    durationMs: int('duration_ms', { unsigned: true }).notNull(),
    message: varchar('message', { length: 1000 }).notNull(),
  },
  (t) => [
    index('system_logs_at').on(t.at),
    index('system_logs_request').on(t.requestId),
    index('system_logs_operation').on(t.operation, t.at),
    index('system_logs_status').on(t.status, t.at),
  ],
);

/** As rate-limiter-flexible has it: these columns in this order. */
export const rateLimits = mysqlTable(
  'rate_limits',
  {
    key: ascii('key', 255).primaryKey(),
    points: int('points').notNull().default(0),
    /** Milliseconds since the epoch. */
    expire: count('expire'),
  },
  (t) => [index('rate_limits_expire').on(t.expire)],
);

/** What may be spent, by whom and when; the scope names the unit too. */
export const budgets = mysqlTable(
  'budgets',
  {
    scope: ascii('scope', 100).notNull(),
    /** The day or minute it is for: `2026-11-21`. */
    period: ascii('period', 24).notNull(),
    /** Promised to what is under way. */
    reserved: count('reserved').notNull().default(0),
    spent: count('spent').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.scope, t.period] })],
);

/** Webhooks that have been heard: each counts once. */
export const webhookIds = mysqlTable(
  'webhook_ids',
  {
    id: ascii('id', 128).primaryKey(),
    receivedAt: instant('received_at').notNull(),
  },
  (t) => [index('webhook_ids_received').on(t.receivedAt)],
);

export const settings = mysqlTable('settings', {
  name: ascii('name', 64).primaryKey(),
  value: text('value').notNull(),
  updatedAt: instant('updated_at').notNull(),
});
