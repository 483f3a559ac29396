import { AttuneError } from '../core/errors.ts';
import type { Outgoing, Place, Replica, Taken } from '../core/replica.ts';
import { PROTOCOL, PullAnswer, PushAnswer } from '../core/wire/sync.ts';
import type { ServerApi } from '../runtime/server-api.ts';

export interface Syncing {
  /** Whose records they are. */
  user: string;
  replica: Replica;
  api: ServerApi;
  /** Rows of a pull; as many as the server likes where nothing is said. */
  limit?: number;
  /** A record that the page shows is another one now. */
  onChange?: () => void;
  signal?: AbortSignal;
}

/** Milliseconds that an answer may take: a push may be 4 MB on a slow line. */
const PATIENCE = 60_000;

/** How often a device may lose its place before it takes a breath: another tab may be as busy as this one. */
const MOST_RETRIES = 20;

/**
 * Pulls all that others have written, then pushes all that waits, until neither is left. What is broken off anywhere
 * loses nothing: the next time goes on from what was kept.
 * @throws AttuneError as `ServerApi` and `Replica` do; `cancelled` where `signal` aborts.
 */
export async function syncOnce(syncing: Syncing): Promise<void> {
  await pullAll(syncing);
  for (;;) {
    const outgoing = await syncing.replica.outgoing();
    if (outgoing.items.length === 0) return;
    await push(syncing, outgoing);
    await pullAll(syncing);
  }
}

async function pullAll(syncing: Syncing): Promise<void> {
  for (let lost = 0; lost < MOST_RETRIES;) {
    const place = await syncing.replica.place();
    const { isTaken, more } = await pull(syncing, place);
    if (isTaken && !more) return;
    if (!isTaken) lost += 1;
  }
  throw new AttuneError('cancelled');
}

async function pull(
  { user, replica, api, limit, onChange, signal }: Syncing,
  place: Place,
): Promise<{ isTaken: boolean; more: boolean }> {
  const { epoch, cursor, floor } = place;
  const answer = await api('/api/sync/pull', PullAnswer, {
    ...{
      method: 'POST',
      body: { protocol: PROTOCOL, user, epoch, cursor, floor, limit },
      patience: PATIENCE,
    },
    ...(signal && { signal }),
  });
  signal?.throwIfAborted();
  // A server that has another history and does not say so is taken at its word all the same.
  const isReset = answer.type === 'reset' || (epoch !== null && answer.epoch !== epoch);
  const taken: Taken = isReset
    ? await replica.restart(place, answer.epoch)
    : await replica.take(place, answer);
  if (taken.isChanged) onChange?.();
  return { isTaken: taken.isTaken, more: isReset || answer.more };
}

async function push({ user, replica, api, onChange, signal }: Syncing, outgoing: Outgoing): Promise<void> {
  const { client, items, from } = outgoing;
  const answer = await api('/api/sync/push', PushAnswer, {
    ...{
      method: 'POST',
      body: { protocol: PROTOCOL, user, epoch: from.epoch, client, items },
      patience: PATIENCE,
    },
    ...(signal && { signal }),
  });
  signal?.throwIfAborted();
  if (answer.type === 'reset') return void (await replica.restart(from, answer.epoch));
  // Of a push that another history took, or that is not answered item by item, nothing is known: it is pushed again.
  if (answer.epoch !== from.epoch || answer.outcomes.length !== items.length) {
    throw new AttuneError('server_away');
  }
  const { isChanged } = await replica.settle(outgoing, answer.outcomes);
  if (isChanged) onChange?.();
}
