/** `node server/restored.ts`: to be run once, before the servers start, after a backup of the database was restored. */
import { openDatabase } from './database/open.ts';
import { BadEnvironment, processEnv } from './env.ts';
import { beginNewHistory } from './sync/new-history.ts';

try {
  const { database, close } = await openDatabase(processEnv(), (message) => console.error(message));
  try {
    if (database === null) throw new BadEnvironment('There is no database: DATABASE_URL names it.');
    const users = await beginNewHistory(database);
    console.log(`The devices of ${users} users begin anew, and everybody signs in again.`);
  } finally {
    await close();
  }
} catch (error) {
  if (!(error instanceof BadEnvironment)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
