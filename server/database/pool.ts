import { setTimeout as sleep } from 'node:timers/promises';
import type { Socket } from 'node:net';
import { createPool, type ConnectionOptions, type Pool as Connections, type PoolConnection } from 'mysql2';
import type { Address } from './address.ts';
import { isLost, Unavailable } from './errors.ts';

/** How values travel: the same for MySQL and MariaDB, whatever their defaults are. */
export const ENCODING: ConnectionOptions = {
  charset: 'utf8mb4_unicode_ci',
  timezone: 'Z',
  jsonStrings: true,
};

/** What each connection begins with. */
const SESSION = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  "SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE," +
    "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY'",
  // Seconds. Whoever waits for a row holds a connection that others wait for; the servers' own 50 s are for batches.
  'SET SESSION innodb_lock_wait_timeout = 5',
];

export interface PoolLimits {
  /** Connections at a time. */
  connections: number;
  /** How long to wait for one, ms. */
  patience: number;
  /** How long a server may say nothing before it counts as gone, ms: a machine that vanished closes no connection. */
  silence: number;
}
const LIMITS: PoolLimits = { connections: 10, patience: 2000, silence: 60_000 };

/** Between two attempts to reach a server that is away, ms. */
const PAUSE = 50;

/** One caller's wait for a connection, and why the last attempt failed. */
interface Search {
  isLate: boolean;
  lost?: unknown;
}

/** A bounded number of connections to one database, each handed out only while it is known to answer. */
export class Pool {
  readonly #connections: Connections;
  readonly #limits: PoolLimits;

  constructor(address: Address, limits: Partial<PoolLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
    const { connections, patience, silence } = this.#limits;
    this.#connections = createPool({
      ...address,
      ...ENCODING,
      connectionLimit: connections,
      connectTimeout: patience,
    });
    this.#connections.on('connection', (connection) => {
      for (const sql of SESSION) connection.query(sql, (error) => error && connection.destroy());
      // The query under way fails and is told of; mysql2 takes the connection out of the pool.
      connection.on('error', () => {});
      const { stream: socket } = connection as unknown as { stream: Socket };
      socket.setTimeout(silence, () => socket.destroy(new Unavailable('The database stopped answering.')));
    });
  }

  /**
   * Takes a connection: the caller releases it.
   * @throws Unavailable where none can be had within the limit
   */
  take(): Promise<PoolConnection> {
    const search: Search = { isLate: false };
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        search.isLate = true;
        reject(new Unavailable('No connection to the database within the limit.', { cause: search.lost }));
      }, this.#limits.patience);
      this.#find(search)
        .then((connection) => (search.isLate ? connection.release() : resolve(connection)), reject)
        .finally(() => clearTimeout(timer));
    });
  }

  /** Goes on until a connection answers, past those that died in the pool and over a restart of the server. */
  async #find(search: Search): Promise<PoolConnection> {
    for (;;) {
      try {
        const connection = await this.#next();
        if (search.isLate || (await this.#answers(connection))) return connection;
        connection.destroy();
      } catch (error) {
        if (search.isLate || !isLost(error)) throw error;
        search.lost = error;
        await sleep(PAUSE);
      }
    }
  }

  #next(): Promise<PoolConnection> {
    return new Promise((resolve, reject) => {
      this.#connections.getConnection((error, connection) => (error ? reject(error) : resolve(connection)));
    });
  }

  #answers(connection: PoolConnection): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), this.#limits.patience);
      connection.ping((error) => {
        clearTimeout(timer);
        resolve(!error);
      });
    });
  }

  /** Ends every connection, after what it is doing. Of one that can't be ended there is nothing left to end. */
  close(): Promise<void> {
    return new Promise((resolve) => this.#connections.end(() => resolve()));
  }
}
