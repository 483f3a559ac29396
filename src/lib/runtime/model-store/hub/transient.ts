import { AttuneError } from '../../../core/errors.ts';
import type { Hub } from './hub.ts';

/** A failure that may be gone at another try: no network, a cut, a server that is busy. */
export class Transient extends Error {
  /** Milliseconds that the server asks to wait. */
  readonly wait: number;

  constructor(reason: string, wait = 0, options?: ErrorOptions) {
    super(reason, options);
    this.wait = wait;
  }
}

/** Milliseconds before each further try. */
const WAITS = [500, 1000, 2000, 4000];
/** A server that asks for more is told of to the user instead. */
const LONGEST_WAIT = 30_000;

/** RFC 9110, section 15.5.9, 15.6; RFC 6585, section 4. */
const BUSY = [408, 425, 429, 500, 502, 503, 504];

/** @returns the answer, which may also be a refusal. @throws Transient where another try may help */
export async function ask(hub: Hub, url: string, init: RequestInit): Promise<Response> {
  const response = await hub.fetch(url, init).catch((cause: unknown) => {
    init.signal?.throwIfAborted();
    throw new Transient('no connection', 0, { cause });
  });
  if (!BUSY.includes(response.status)) return response;
  await response.body?.cancel();
  const seconds = Number(response.headers.get('retry-after'));
  throw new Transient(`the server says ${response.status}`, Number.isFinite(seconds) ? seconds * 1000 : 0);
}

/**
 * Tries until it works, or has failed a few times in a row.
 * @param work is told to go on: what it had before it failed counts.
 * @param done a measure of what it has; tries are counted anew when it has grown.
 * @throws AttuneError `download_failed`
 */
export async function retrying<Result>(
  hub: Hub,
  work: () => Promise<Result>,
  signal?: AbortSignal,
  done: () => number = () => 0,
): Promise<Result> {
  for (let failures = 0, before = done(); ; before = done()) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Transient)) throw error;
      if (done() > before) failures = 0;
      const wait = Math.max(WAITS[failures++] ?? Infinity, error.wait);
      if (wait > LONGEST_WAIT) {
        throw new AttuneError('download_failed', { host: hub.host, reason: error.message }, { cause: error });
      }
      await hub.pause(wait, signal);
    }
  }
}
