import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Address } from './database/address.ts';
import { Database } from './database/database.ts';
import { Unavailable } from './database/errors.ts';
import { migrate } from './database/migrate.ts';
import { PrivateServer } from './database/private-server.ts';
import { findServerBinary } from './database/server-binary.ts';
import { processEnv, type Env } from './env.ts';

const LOCAL_ONLY =
  'No database: pages work, accounts and sync are off. For them install MariaDB ' +
  '(Debian: sudo apt-get install mariadb-server) or set DATABASE_URL.';

/** How long a request waits for a database that is being opened, ms: the files of a private one take seconds, once. */
const PATIENCE = 10_000;

/** What the server has opened, for all requests. */
export class Services {
  readonly #env: Env;
  readonly #report: (message: string) => void;
  #reported = '';
  #opening: Promise<void> | undefined;
  #database: Database | null | undefined;
  #privateServer: PrivateServer | undefined;

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
    if (this.#database !== undefined) return this.#database;
    this.#opening ??= this.#open().finally(() => (this.#opening = undefined));
    await Promise.race([this.#opening, sleep(PATIENCE, undefined, { ref: false })]);
    if (this.#database === undefined) throw new Unavailable('The database is still being opened.');
    return this.#database;
  }

  /** Closes what is open, the database before its server. */
  async close(): Promise<void> {
    await this.#opening?.catch(() => {});
    await this.#database?.close();
    await this.#privateServer?.stop();
  }

  async #open(): Promise<void> {
    try {
      const address = await this.#address();
      if (address !== null) await migrate(address);
      this.#database = address && new Database(address);
    } catch (error) {
      this.#reportOnce(error);
      throw new Unavailable('The database could not be opened.', { cause: error });
    }
  }

  async #address(): Promise<Address | null> {
    const { DATABASE_URL, DATA_FOLDER } = this.#env;
    if (DATABASE_URL !== undefined) return DATABASE_URL === 'none' ? null : DATABASE_URL;
    const binary = await findServerBinary();
    if (binary === null) {
      this.#report(LOCAL_ONLY);
      return null;
    }
    this.#privateServer ??= await PrivateServer.open(binary, join(DATA_FOLDER, 'mysql'), (error) =>
      this.#reportOnce(error),
    );
    return this.#privateServer.createDatabase('attune');
  }

  /** Every request may meet the same trouble. */
  #reportOnce(error: unknown): void {
    const { message, cause } = error as Error;
    const line = cause instanceof Error ? `${message} (${cause.message})` : message;
    if (line !== this.#reported) this.#report(line);
    this.#reported = line;
  }
}

let opened: Services | undefined;

/** The services of this process. @throws BadEnvironment */
export function services(): Services {
  return (opened ??= new Services(processEnv(), (message) => console.error(message)));
}
