import { DatabaseSync } from 'node:sqlite';

const BUSY = 5;

/**
 * Locks a file, creating it where it is not there. The lock is the kernel's (SQLite takes it, on every platform in its
 * way): it ends with its process, however that ends, so that there is none that is stale.
 * @returns how to unlock it, or null where another process holds it
 */
export function lockFile(path: string): (() => void) | null {
  const file = new DatabaseSync(path);
  try {
    file.exec('BEGIN EXCLUSIVE');
    return () => file.close();
  } catch (error) {
    file.close();
    if ((error as { errcode?: number }).errcode === BUSY) return null;
    throw error;
  }
}
