import { processEnv } from './env.ts';
import { causeOf } from './log/cause.ts';
import { log } from './log/log.ts';
import { services } from './services.ts';

/** Between two sweeps, ms. */
const PAUSE = 3600 * 1000;

/** Clears away what nobody needs, now and then, as long as the process runs. Several servers may do so at once. */
export function keepSwept(): void {
  setInterval(() => {
    sweepAll().catch((error: unknown) => log.error({ operation: 'sweep', message: causeOf(error) }));
  }, PAUSE).unref();
}

/** What it takes is loaded when pages are being served already. */
async function sweepAll(): Promise<void> {
  const database = await services().database();
  if (database === null) return;
  const [{ shelfOf }, { sweep }] = await Promise.all([
    import('./assets/open.ts'),
    import('./assets/sweep.ts'),
  ]);
  await sweep(shelfOf(database));
  if (processEnv().REPLICATE_API_TOKEN === undefined) return;
  const [{ openCloud }, { sweepJobs }] = await Promise.all([
    import('./cloud/open.ts'),
    import('./cloud/sweep.ts'),
  ]);
  await sweepJobs(openCloud(database));
}
