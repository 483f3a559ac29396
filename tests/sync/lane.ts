import type { Address } from '../../server/database/address.ts';
import { Database } from '../../server/database/database.ts';
import { failureOf } from './history.ts';

/** However busy the machine is. */
const PATIENT = { patience: 60_000 };

/**
 * Lives through histories one after the other, on a database of their own, where deletions can be forgotten.
 * @param next gives the seed of the next history; null where there is none
 * @param onFailure is told what is wrong with one
 */
export async function runLane(
  address: Address,
  next: () => number | null,
  onFailure: (failure: string) => void,
): Promise<void> {
  const database = new Database(address, PATIENT);
  try {
    for (let seed = next(); seed !== null; seed = next()) {
      const failure = await failureOf(database, seed);
      if (failure !== null) onFailure(failure);
    }
  } finally {
    await database.close();
  }
}
