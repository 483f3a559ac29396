import fc from 'fast-check';
import type { Database } from '../../server/database/database.ts';
import { anyScript, type Script } from './operations.ts';
import { faultsOf } from './verify.ts';
import { World } from './world.ts';

/** Rounds in which every device of every user syncs undisturbed: what one offers again, the others hear of. */
const ROUNDS = 3;

/** Lives through a history, and lets every device come to rest. @throws where anything is not as it must be */
export async function live(database: Database, script: Script): Promise<void> {
  const world = await World.of(database, script);
  try {
    for (const operation of script.operations) await world.perform(operation);
    await world.deliver();
    await world.finishClaims();
    for (let round = 0; round < ROUNDS; round++) {
      for (const device of world.devices) {
        for (const user of world.users) {
          device.user = user;
          const failure = await world.syncNow(device, user);
          if (failure !== null) throw new Error(`An undisturbed sync fails: ${failure}`);
        }
      }
    }
    const faults = await faultsOf(world);
    if (faults.length > 0) throw new Error(faults.join('\n'));
  } finally {
    for (const device of world.devices) await device.wipe([null, ...world.users]);
  }
}

/** @returns what is wrong with the history of a seed, made as small as it gets; null for nothing */
export async function failureOf(database: Database, seed: number): Promise<string | null> {
  const property = fc.asyncProperty(anyScript, (script) => live(database, script));
  const run = await fc.check(property, { seed, numRuns: 1, endOnFailure: false });
  if (!run.failed) return null;
  const { message } = run.errorInstance as Error;
  return `seed ${seed}: run it alone with SYNC_SEED=${seed}\n${message}\n${fc.defaultReportMessage(run)}`;
}
