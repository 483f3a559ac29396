import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { PrivateServer } from '../server/database/private-server.ts';
import { installedServer } from './database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the tests keep their database server, once one of them starts it. */
    databaseFolder: string;
  }
}

/** Ends the database server of the tests, if one of them has started it. */
export default function setup(project: TestProject): () => Promise<void> {
  const folder = join(mkdtempSync(join(tmpdir(), 'attune-tests-')), 'mysql');
  project.provide('databaseFolder', folder);
  return async () => {
    if (existsSync(folder)) {
      const server = await PrivateServer.open(await installedServer(), folder, () => {});
      await server.stop();
    }
    rmSync(join(folder, '..'), { recursive: true });
  };
}
