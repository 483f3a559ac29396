import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type { Address } from '../server/database/address.ts';
import { migrate } from '../server/database/migrate.ts';
import { PrivateServer } from '../server/database/private-server.ts';
import { findServerBinary, type ServerBinary } from '../server/database/server-binary.ts';

/** @returns the installed database server. @throws where there is none: `npm test` says how to install it */
export async function installedServer(): Promise<ServerBinary> {
  const binary = await findServerBinary();
  if (binary === null) throw new Error('No MariaDB or MySQL server is installed.');
  return binary;
}

/** The server that all test files of a project share: the first that needs it starts it, the end of the run ends it. */
let shared: Promise<PrivateServer> | undefined;

/** @returns the address of an empty database of the caller's own */
export async function emptyDatabase(): Promise<Address> {
  shared ??= installedServer().then((binary) => PrivateServer.open(binary, inject('databaseFolder'), fail));
  return (await shared).createDatabase(`test_${randomUUID().replaceAll('-', '')}`);
}

/** @returns the address of a database of the caller's own, with every table and no row */
export async function migratedDatabase(): Promise<Address> {
  const address = await emptyDatabase();
  await migrate(address);
  return address;
}

function fail(message: string): never {
  throw new Error(message);
}
