import { join } from 'node:path';
import type { Env } from '../env.ts';
import { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { PrivateServer } from './private-server.ts';
import { findServerBinary } from './server-binary.ts';

/** A database whose tables are what this version needs, or null where there is none. */
export interface Opened {
  database: Database | null;
  /** Closes the connections, then ends the server if it is the app's own. */
  close(): Promise<void>;
}

const LOCAL_ONLY =
  'No database: pages work, accounts and sync are off. For them install MariaDB ' +
  '(Debian: sudo apt-get install mariadb-server) or set DATABASE_URL.';

/**
 * Opens the database that the environment names, or one of the app's own where a server for it is installed.
 * @param report is told, in words for whoever runs the server, that there is none, or later that its server failed
 * @throws where it can't be opened; then nothing is left open
 */
export async function openDatabase(
  { DATABASE_URL, DATA_FOLDER }: Env,
  report: (message: string) => void,
  installed = findServerBinary,
): Promise<Opened> {
  const nothing = { database: null, close: () => Promise.resolve() };
  if (DATABASE_URL === 'none') return nothing;
  if (DATABASE_URL !== undefined) {
    await migrate(DATABASE_URL);
    const database = new Database(DATABASE_URL);
    return { database, close: () => database.close() };
  }
  const binary = await installed();
  if (binary === null) {
    report(LOCAL_ONLY);
    return nothing;
  }
  return openPrivate(await PrivateServer.open(binary, join(DATA_FOLDER, 'mysql'), report));
}

async function openPrivate(server: PrivateServer): Promise<Opened> {
  // An app that crashes, or that is told twice to end, ends its server too.
  const endNow = () => server.endNow();
  process.once('exit', endNow);
  const stop = async () => {
    await server.stop();
    process.off('exit', endNow);
  };
  try {
    const address = await server.createDatabase('attune');
    await migrate(address);
    const database = new Database(address);
    return {
      database,
      async close() {
        await database.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
