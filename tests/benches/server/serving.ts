import { build } from '../../../server/build.mjs';
import type { Database } from '../../../server/database/database.ts';
import { databaseUrl } from '../../database-url.ts';
import { startServer } from '../../server-process.ts';
import { withPrivateDatabase } from './private-database.ts';

const METRICS_TOKEN = 'of the bench alone';

/** The built app on a database of its own. */
export interface Serving {
  url: string;
  database: Database;
  /** @returns bytes that its objects and buffers take, with what has not been collected yet. */
  memory(): Promise<number>;
}

/** Runs `work` on the app as `npm start` serves it, in a process of its own. */
export function withServing<T>(work: (serving: Serving) => Promise<T>): Promise<T> {
  build();
  return withPrivateDatabase(async (database, address) => {
    const server = await startServer({ DATABASE_URL: databaseUrl(address), METRICS_TOKEN });
    try {
      return await work({ url: server.url, database, memory: () => memoryOf(server.url) });
    } finally {
      await server.stop();
    }
  });
}

const GAUGES = ['nodejs_heap_size_used_bytes', 'nodejs_external_memory_bytes'];

async function memoryOf(url: string): Promise<number> {
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
  const text = await (await fetch(`${url}/api/metrics`, { headers })).text();
  const values = GAUGES.map((name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]));
  return values.reduce((sum, value) => sum + value, 0);
}
