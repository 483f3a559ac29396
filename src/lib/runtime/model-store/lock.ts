import { AttuneError } from '../../core/errors.ts';

/**
 * Holds a model while `work` is under way, against other tabs, workers and threads: Web Locks API, section 2.
 * @throws the signal's reason when it aborts while waiting.
 */
export async function whileLocked<Result>(
  id: string,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  return navigator.locks.request(lockName(id), signal ? { signal } : {}, work);
}

/** Holds what is noted of a model while it is read and written anew, also while the model itself is held. */
export async function whileNoting<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
  return navigator.locks.request(`${lockName(id)}-listing`, work);
}

/** As `whileLocked`, but does not wait. @throws AttuneError `model_busy` where somebody holds it. */
export async function ifUnlocked(id: string, work: () => Promise<void>): Promise<void> {
  await navigator.locks.request(lockName(id), { ifAvailable: true }, async (lock) => {
    if (lock === null) throw new AttuneError('model_busy', { model: id });
    await work();
  });
}

function lockName(id: string): string {
  return `attune-model-${id}`;
}
