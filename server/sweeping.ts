import type { Database } from './database/database.ts';
import { processEnv } from './env.ts';
import { causeOf } from './log/cause.ts';
import { log } from './log/log.ts';
import { services } from './services.ts';
import { stopping } from './stopping.ts';

/** Clears away what nobody needs. */
export interface Sweep {
  name: string;
  /** Between two of them, ms. */
  pause: number;
  run(database: Database): Promise<void>;
}

/** What it takes is loaded when pages are being served already. */
const SWEEPS: readonly Sweep[] = [
  {
    name: 'sweep sounds',
    pause: 3600 * 1000,
    async run(database) {
      const [{ shelfOf }, { sweep }] = await Promise.all([
        import('./assets/open.ts'),
        import('./assets/sweep.ts'),
      ]);
      await sweep(shelfOf(database));
    },
  },
  {
    // Replicate keeps a sound for an hour, and whoever waits for it waits for this where its server has died.
    name: 'sweep pieces in the cloud',
    pause: 60_000,
    async run(database) {
      if (processEnv().REPLICATE_API_TOKEN === undefined) return;
      const [{ openCloud }, { sweepJobs }] = await Promise.all([
        import('./cloud/open.ts'),
        import('./cloud/sweep.ts'),
      ]);
      await sweepJobs(openCloud(database));
    },
  },
  {
    // The first one after an upgrade reads what the version before did not understand.
    name: 'tidy sync',
    pause: 3600 * 1000,
    async run(database) {
      const { catchUp, forgetDeletions } = await import('./sync/tidy.ts');
      await catchUp(database);
      await forgetDeletions(database);
    },
  },
];

/** From the start to the first ones: the database is open by then, ms. */
const SOON = 10_000;

/** Sweeps soon, and again and again as long as the process runs. Several servers may do so at once. */
export function keepSwept(sweeps = SWEEPS, open = () => services().database()): void {
  for (const sweep of sweeps) {
    const once = async (): Promise<void> => {
      try {
        const database = await open();
        if (database !== null && !stopping.aborted) await sweep.run(database);
      } catch (error) {
        log.error({ operation: sweep.name, message: causeOf(error) });
      }
      setTimeout(() => void once(), sweep.pause).unref();
    };
    setTimeout(() => void once(), SOON).unref();
  }
}
