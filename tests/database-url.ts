import type { Address } from '../server/database/address.ts';

/** @returns the address as `DATABASE_URL` takes it, for processes that a test starts */
export function databaseUrl({ user, database, socketPath }: Address): string {
  return `mysql://${user}@localhost/${database}?socket=${encodeURIComponent(socketPath!)}`;
}
