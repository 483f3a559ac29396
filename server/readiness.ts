import { sql } from 'drizzle-orm';
import { Unavailable } from './database/errors.ts';
import type { Services } from './services.ts';

/** `none` where this server has no database, for pages alone. */
export type Readiness = 'answers' | 'away' | 'none';

/** @returns whether the database answers now */
export async function databaseReadiness(services: Services): Promise<Readiness> {
  try {
    const database = await services.database();
    if (database === null) return 'none';
    await database.use((queries) => queries.execute(sql`select 1`));
    return 'answers';
  } catch (error) {
    if (error instanceof Unavailable) return 'away';
    throw error;
  }
}
