import { AttuneError } from '#lib/core/errors.ts';
import { syncing } from './sync.svelte.ts';

/** What was made here without an account, and may become part of one. */
function createClaiming() {
  let count = $state(0);
  let isBusy = $state(false);
  let error = $state.raw<AttuneError | null>(null);

  /** Counts again. Where that fails, nothing is offered. */
  async function refresh(): Promise<void> {
    count = await syncing.claimable().catch(() => 0);
  }

  async function attempt(move: () => Promise<void>): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    error = null;
    try {
      await move();
    } catch (failure) {
      error = AttuneError.from(failure);
    }
    await refresh();
    isBusy = false;
  }

  return {
    /** Of pieces, and of statements of preferences. */
    get count() {
      return count;
    },
    get isBusy() {
      return isBusy;
    },
    get error() {
      return error;
    },
    refresh,
    /** Makes it the user's who is signed in. */
    claim: () => attempt(syncing.claim),
    /** Ends what was broken off, as when the page was closed. Call it when the page begins. */
    finish: () => attempt(syncing.finishClaim),
  };
}

export const claiming = createClaiming();
