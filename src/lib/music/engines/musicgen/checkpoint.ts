import { AttuneError } from '../../../core/errors.ts';
import { turn } from '../../../runtime/turn.ts';

/** Lets a message that cancels come in, and hears it. @throws AttuneError `cancelled` */
export async function checkpoint(signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return;
  await turn();
  if (signal.aborted) throw new AttuneError('cancelled');
}
