import { AttuneError } from '../core/errors.ts';

/**
 * Waits for `work`, but no longer than until `signal` aborts: for work that can't be stopped itself.
 * @throws AttuneError `cancelled`, or what `work` fails with.
 */
export async function untilAborted<Result>(work: Promise<Result>, signal?: AbortSignal): Promise<Result> {
  if (signal === undefined) return work;
  const over = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const cancel = (): void => reject(new AttuneError('cancelled'));
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { signal: over.signal });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    over.abort();
  }
}
