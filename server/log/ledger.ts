import { events, systemLogs } from '../../drizzle/schema.ts';
import type { Database, Queries } from '../database/database.ts';
import { log } from './log.ts';
import { lostRows } from './metrics.ts';
import { purge } from './purge.ts';
import { RowQueue } from './row-queue.ts';

export type LogRow = typeof systemLogs.$inferInsert;
export type EventRow = typeof events.$inferInsert;

/** Between two looks for rows that are too old, ms. */
const PURGE_PAUSE = 60_000;

/**
 * What the log leaves in the database, for administrators. Where there is no database nothing is kept, and where it is
 * away the newest rows wait for it.
 */
export class Ledger {
  readonly logs: RowQueue<LogRow>;
  readonly events: RowQueue<EventRow>;
  readonly #database: () => Promise<Database | null>;
  #purgedAt = 0;

  /** @param database throws Unavailable as long as it can't be had. */
  constructor(database: () => Promise<Database | null>) {
    this.#database = database;
    this.logs = new RowQueue({
      write: (rows) => this.#write((queries) => queries.insert(systemLogs).values([...rows])),
      lose: (count) => told('system_logs', count),
    });
    this.events = new RowQueue({
      write: (rows) => this.#write((queries) => queries.insert(events).values([...rows])),
      lose: (count) => told('events', count),
    });
  }

  /** Writes what waits, for the last time. */
  async close(): Promise<void> {
    await Promise.all([this.logs.close(), this.events.close()]);
  }

  async #write(insert: (queries: Queries) => Promise<unknown>): Promise<void> {
    const database = await this.#database();
    if (database === null) return;
    await database.use(insert);
    if (Date.now() - this.#purgedAt < PURGE_PAUSE) return;
    this.#purgedAt = Date.now();
    await purge(database, new Date()).catch((error: unknown) => {
      log.warn({ operation: 'purge', message: error instanceof Error ? error.name : 'failed' });
    });
  }
}

function told(table: 'system_logs' | 'events', count: number): void {
  lostRows.inc({ table }, count);
  log.warn({ operation: 'keep the log', message: `${count} rows of ${table} were not kept` });
}

let opened: Ledger | undefined;

/** From now on operations and events are kept. @param database as of `Ledger` */
export function openLedger(database: () => Promise<Database | null>): Ledger {
  return (opened ??= new Ledger(database));
}

/** The ledger of this process; undefined where nothing is to be kept. */
export function ledger(): Ledger | undefined {
  return opened;
}
