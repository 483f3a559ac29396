import type { CloudState } from '#lib/core/wire/cloud.ts';
import type { Take } from '#lib/core/take.ts';
import { cloudServer } from '#lib/music/engines/cloud/cloud-server.ts';
import { ownServer, serverFile } from '#lib/runtime/server-api.ts';
import { copies, shownStore } from './store.ts';

/** Music that is made in the cloud, as the page sees it: whether it can be, and the clearing up after pieces. */
function createCloud() {
  const server = cloudServer(ownServer, serverFile);
  let state = $state.raw<CloudState | null>(null);

  return {
    /** Null as long as nothing is known; then the page offers no cloud. */
    get state() {
      return state;
    },
    /** Asks the server. Where it can't be reached, what it said before holds. */
    async look(): Promise<void> {
      state = await server.state().catch(() => state);
    },
    /** Deletes the sound of a take that is deleted. What the server can't be told now it hears by sync. */
    async forget({ asset }: Take): Promise<void> {
      if (asset === null) return;
      await Promise.allSettled([copies.remove(asset.run), server.forget(asset.run)]);
    },
    /** Deletes every copy that the user has on this device. */
    forgetCopies: () => copies.clear().catch(() => undefined),
    /** Deletes the copies of pieces that are no longer there, as when another device has deleted them. */
    async tidy(): Promise<void> {
      const { local } = shownStore();
      try {
        const runs = await copies.runs();
        // The sound of a piece is here before the piece is.
        const begun = (await local.unfinished()).map(({ id }) => id);
        for (const run of runs) {
          if (!begun.includes(run) && (await local.get(run)) === null) await copies.remove(run);
        }
      } catch {
        // The next time will do.
      }
    },
    /** Stops a piece that nobody waits for any more, and deletes what was made of it. */
    async abandon(run: string): Promise<void> {
      await server.cancel(run).catch(() => undefined);
      await server.forget(run).catch(() => undefined);
    },
  };
}

export const cloud = createCloud();
