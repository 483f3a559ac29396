import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Address } from '../../server/database/address.ts';
import { migrate } from '../../server/database/migrate.ts';
import { PrivateServer } from '../../server/database/private-server.ts';
import { findServerBinary } from '../../server/database/server-binary.ts';
import type { Share } from '../sync/bench.worker.ts';
import type { Bench } from './bench.ts';

/** `SYNC_HISTORIES` runs fewer. */
const HISTORIES = Number(process.env.SYNC_HISTORIES ?? 10_000);
const THREADS = availableParallelism();
/** Histories at a time in each thread: one waits for the database while another computes. */
const LANES = 4;

/**
 * Random histories of sync against what people did in them, as `tests/sync-oracle.alone.test.ts` has 200 of: `failed` of
 * `histories` lost something, had it twice, or left two devices apart. Each that fails is printed with its seed.
 */
const bench: Bench = async () => {
  const binary = await findServerBinary();
  if (binary === null) throw new Error('No MariaDB or MySQL server is installed.');
  const folder = mkdtempSync(join(tmpdir(), 'attune-bench-'));
  const server = await PrivateServer.open(binary, join(folder, 'mysql'), console.error);
  try {
    const begun = performance.now();
    const rows = await Promise.all(Array.from({ length: THREADS }, (_, thread) => share(server, thread)));
    const seconds = (performance.now() - begun) / 1000;
    const failed = rows.reduce((sum, row) => sum + row.failed, 0);
    return { rows, figures: { histories: HISTORIES, failed, seconds, per_second: HISTORIES / seconds } };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
};

export default bench;

async function share(server: PrivateServer, thread: number) {
  const addresses: Address[] = [];
  for (let lane = 0; lane < LANES; lane++) {
    const address = await server.createDatabase(`bench_${thread}_${lane}`);
    await migrate(address);
    addresses.push(address);
  }
  const workerData: Share = { addresses, first: thread + 1, last: HISTORIES, step: THREADS };
  const failures: string[] = [];
  const worker = new Worker(new URL('../sync/bench.worker.ts', import.meta.url), { workerData });
  worker.on('message', (failure: string) => {
    failures.push(failure);
    console.error(failure);
  });
  await new Promise<void>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`A thread ended with ${code}.`)),
    );
  });
  const histories = Math.floor((HISTORIES - thread - 1) / THREADS) + 1;
  return { thread, histories, failed: failures.length };
}
