import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from './database/database.ts';
import { Unavailable } from './database/errors.ts';
import type { Opened } from './database/open.ts';
import { processEnv, type Env } from './env.ts';

/** How long a request waits for a database that is being opened, ms: the files of a private one take seconds, once. */
const PATIENCE = 10_000;

/** What the server has opened, for all requests. */
export class Services {
  readonly #env: Env;
  readonly #report: (message: string) => void;
  #reported = '';
  #opening: Promise<Opened> | undefined;
  #opened: Opened | undefined;
  #begin: (database: Database) => Promise<void> = () => Promise.resolve();

  /** @param report prints a line for whoever runs the server */
  constructor(env: Env, report: (message: string) => void) {
    this.#env = env;
    this.#report = report;
  }

  /**
   * Opens the database at the first call; after a failure, the next call tries again.
   * @returns null where there is none
   * @throws Unavailable where it can't be opened, or not yet
   */
  async database(): Promise<Database | null> {
    if (this.#opened) return this.#opened.database;
    this.#opening ??= this.#open().finally(() => (this.#opening = undefined));
    const opened = await Promise.race([this.#opening, sleep(PATIENCE, null, { ref: false })]);
    if (opened === null) throw new Unavailable('The database is still being opened.');
    return opened.database;
  }

  /** Has `begin` run once the database is open, before any request gets it. */
  whenOpen(begin: (database: Database) => Promise<void>): void {
    this.#begin = begin;
  }

  async close(): Promise<void> {
    await this.#opening?.catch(() => {});
    await this.#opened?.close();
  }

  async #open(): Promise<Opened> {
    try {
      // Loaded when pages are being served already.
      const { openDatabase } = await import('./database/open.ts');
      const opened = await openDatabase(this.#env, (message) => this.#reportOnce(message));
      await this.#begun(opened);
      return (this.#opened = opened);
    } catch (error) {
      const { message, cause } = error as Error;
      this.#reportOnce(cause instanceof Error ? `${message} (${cause.message})` : message);
      throw new Unavailable('The database could not be opened.', { cause: error });
    }
  }

  async #begun({ database, close }: Opened): Promise<void> {
    try {
      if (database) await this.#begin(database);
    } catch (error) {
      await close();
      throw error;
    }
  }

  /** Every request may meet the same trouble. */
  #reportOnce(message: string): void {
    if (message !== this.#reported) this.#report(message);
    this.#reported = message;
  }
}

let opened: Services | undefined;

/** The services of this process. @throws BadEnvironment */
export function services(): Services {
  return (opened ??= new Services(processEnv(), (message) => console.error(message)));
}
