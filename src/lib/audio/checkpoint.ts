import { AttuneError } from '../core/errors.ts';

/**
 * Lets waiting messages in, an abort among them.
 * @throws AttuneError `cancelled` where `signal` is aborted.
 */
export async function checkpoint(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  if (signal?.aborted) throw new AttuneError('cancelled');
}
