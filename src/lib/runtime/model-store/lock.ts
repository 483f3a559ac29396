import { AttuneError } from '../../core/errors.ts';

/**
 * Keeps a model from being deleted while `work` reads or writes its files. Others may use it as well.
 * @throws the signal's reason when it aborts while waiting.
 */
export async function whileInUse<Result>(
  id: string,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  return navigator.locks.request(useName(id), { mode: 'shared', ...(signal && { signal }) }, work);
}

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

/** Does `work` where nobody uses the model. @throws AttuneError `model_busy` where somebody does. */
export async function ifUnused(id: string, work: () => Promise<void>): Promise<void> {
  await navigator.locks.request(useName(id), { ifAvailable: true }, async (lock) => {
    if (lock === null) throw new AttuneError('model_busy', { model: id });
    await work();
  });
}

function useName(id: string): string {
  return `${lockName(id)}-in-use`;
}

function lockName(id: string): string {
  return `attune-model-${id}`;
}
