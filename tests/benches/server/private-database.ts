import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Address } from '../../../server/database/address.ts';
import { Database } from '../../../server/database/database.ts';
import { migrate } from '../../../server/database/migrate.ts';
import { PrivateServer } from '../../../server/database/private-server.ts';
import { findServerBinary } from '../../../server/database/server-binary.ts';

/** Runs `work` on a database with every table and no row, on a server of its own that is gone afterwards. */
export async function withPrivateDatabase<T>(
  work: (database: Database, address: Address) => Promise<T>,
): Promise<T> {
  const binary = await findServerBinary();
  if (binary === null) throw new Error('No MariaDB or MySQL server is installed.');
  const folder = mkdtempSync(join(tmpdir(), 'attune-bench-'));
  const server = await PrivateServer.open(binary, join(folder, 'mysql'), (message) => {
    throw new Error(message);
  });
  // Whatever ends the bench ends the server.
  const endNow = () => server.endNow();
  process.once('exit', endNow);
  try {
    const address = await server.createDatabase('bench');
    await migrate(address);
    // Filling tables takes a statement minutes where the disk is busy.
    const database = new Database(address, { silence: 3_600_000 });
    try {
      return await work(database, address);
    } finally {
      await database.close();
    }
  } finally {
    await server.stop();
    process.off('exit', endNow);
    rmSync(folder, { recursive: true });
  }
}
