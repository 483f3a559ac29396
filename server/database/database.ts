import { setTimeout as sleep } from 'node:timers/promises';
import type { MySqlDatabase } from 'drizzle-orm/mysql-core';
import { drizzle, type MySql2PreparedQueryHKT, type MySql2QueryResultHKT } from 'drizzle-orm/mysql2';
import type { Address } from './address.ts';
import { isContended, isLost, Unavailable } from './errors.ts';
import { Pool, type PoolLimits } from './pool.ts';

/** drizzle over one connection, in a transaction or not. */
export type Queries = MySqlDatabase<MySql2QueryResultHKT, MySql2PreparedQueryHKT>;

/** How often a transaction is tried again when others hold its locks. */
const RETRIES = 3;

/** The database: every query goes through `use` or `transaction`. */
export class Database {
  readonly pool: Pool;
  /** Connections that work is being done on, and callers that wait for one. */
  readonly load = { busy: 0, waiting: 0 };
  readonly name: string;

  constructor(address: Address, limits?: Partial<PoolLimits>) {
    this.name = address.database!;
    this.pool = new Pool(address, limits);
  }

  /**
   * Runs `work` on a connection of its own, each query a transaction for itself.
   * @throws Unavailable where no connection can be had within 2 s, or others hold what a query needs, or the connection
   * was lost: then the last query may have been carried out or not
   */
  async use<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    this.load.waiting++;
    const connection = await this.pool.take().finally(() => this.load.waiting--);
    this.load.busy++;
    try {
      return await work(drizzle({ client: connection }));
    } catch (error) {
      if (isContended(error)) throw new Unavailable('Others hold what is needed.', { cause: error });
      if (!isLost(error)) throw error;
      connection.destroy();
      throw new Unavailable('The database went away.', { cause: error });
    } finally {
      this.load.busy--;
      connection.release();
    }
  }

  /**
   * Runs `work` in one READ COMMITTED transaction, which is committed when this returns and rolled back when it throws.
   * Where others hold its locks, it is rolled back and `work` runs again, up to three times.
   * @throws Unavailable as `use`: where the connection was lost, the transaction may have been committed or not
   */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.use(async (queries) => {
      for (let retry = 0; ; retry++) {
        try {
          return await queries.transaction(work);
        } catch (error) {
          if (!isContended(error) || retry === RETRIES) throw error;
          await sleep(Math.random() * 20 * (retry + 1));
        }
      }
    });
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}
