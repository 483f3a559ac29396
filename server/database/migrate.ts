import { readMigrationFiles, type MigrationMeta } from 'drizzle-orm/migrator';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import type { Address } from './address.ts';
import { stopping } from '../stopping.ts';
import { isLost, Unavailable } from './errors.ts';
import { ENCODING } from './pool.ts';

/** From the root of the project, which is where the app runs. */
const FOLDER = 'drizzle/migrations';

/** How long the lock is waited for at a time, seconds; then it is looked whether this process is to end. */
const WAIT = 1;

/** How long a connection may take, ms: a host that is silent is away. */
const PATIENCE = 2000;

/** How many statements of each migration are done, and how many were begun: one more while it is under way. */
const JOURNAL = `CREATE TABLE IF NOT EXISTS migrations (
  version bigint PRIMARY KEY,
  begun int NOT NULL DEFAULT 0,
  done int NOT NULL DEFAULT 0
)`;

/**
 * What the server says of a change that has been made: a table, column, index or constraint that is there, or no longer.
 * MariaDB names 1005, with a number of its own in the text, where MySQL names 1826.
 */
const MADE = [1022, 1050, 1051, 1060, 1061, 1068, 1091, 1826, 3822];
const isMade = ({ errno, message }: { errno?: number; message: string }) =>
  MADE.includes(errno!) || (errno === 1005 && message.includes('errno: 121'));

/**
 * Brings the tables up to what this version of Attune needs. Servers that start at once take turns, and whoever comes
 * second finds nothing to do. DDL can't be rolled back: one that was killed halfway is taken up where it was, so a
 * statement that changes rows must be one that can be run twice.
 * @throws Unavailable where the database is away
 */
export async function migrate(address: Address): Promise<void> {
  try {
    const connection = await createConnection({ ...address, ...ENCODING, connectTimeout: PATIENCE });
    try {
      await locked(connection, () => applyAll(connection));
    } finally {
      connection.destroy();
    }
  } catch (error) {
    if (!isLost(error)) throw error;
    throw new Unavailable('The database can not be reached.', { cause: error });
  }
}

/** Runs `work` while no other server migrates this database, which may take long. The lock ends with the connection. */
async function locked(connection: Connection, work: () => Promise<void>): Promise<void> {
  const take = `SELECT GET_LOCK(CONCAT('attune.', LEFT(SHA2(DATABASE(), 256), 32)), ${WAIT}) AS taken`;
  while (!stopping.aborted) {
    const [[row]] = await connection.query<RowDataPacket[]>(take);
    if (row?.taken === 1) return work();
  }
  throw new Unavailable('This server is about to end.');
}

async function applyAll(connection: Connection): Promise<void> {
  await connection.query(JOURNAL);
  for (const migration of readMigrationFiles({ migrationsFolder: FOLDER }))
    await apply(connection, migration);
}

async function apply(connection: Connection, { sql, folderMillis: version }: MigrationMeta): Promise<void> {
  const note = (done: number, begun: number) =>
    connection.query('UPDATE migrations SET done = ?, begun = ? WHERE version = ?', [done, begun, version]);
  await connection.query('INSERT IGNORE INTO migrations (version) VALUES (?)', [version]);
  const [[row]] = await connection.query<RowDataPacket[]>(
    'SELECT begun, done FROM migrations WHERE version = ?',
    [version],
  );
  const before = row as { begun: number; done: number };
  if (before.done === sql.length) return;
  for (const [step, statement] of sql.entries()) {
    if (step < before.done) continue;
    await note(step, step + 1);
    try {
      await connection.query(statement);
    } catch (error) {
      const mayBeDone = step < before.begun;
      if (mayBeDone && isMade(error as Error)) continue;
      if (!isLost(error)) await note(step, step);
      throw error;
    }
  }
  await note(sql.length, sql.length);
}
