import { AttuneError } from '../../core/errors.ts';
import type { Placeholder, Reply, Request, StreamNames } from './protocol.ts';

/** A worker that answers as if it were `Api` itself. */
export interface Connection<Api> {
  readonly api: Api;
  /** Whether there is a worker: a call that only asks need not start one. */
  isLiving(): boolean;
  /** Ends the worker, and with it every call under way, which fails with `error`: `cancelled` where none is given. The next call starts a new one. */
  close(error?: AttuneError): void;
}

/** Where the replies of one call go. */
interface Pending {
  args: unknown[];
  value(value: unknown): void;
  end(): void;
  fail(error: AttuneError): void;
}

/** One living worker and the calls it owes an answer. */
interface Link {
  post(request: Request): void;
  pending: Map<number, Pending>;
  /** Ends the worker; its calls fail with `error`. */
  drop(error: AttuneError): void;
}

/**
 * Connects to a worker that runs `serve`. It is started by the first call; when it dies, all its calls fail with
 * `worker_crashed` and the next call starts a new one: nobody hangs.
 * @param spawn starts the worker.
 * @param streams names of the methods that give async iterables.
 */
export function connect<Api extends object>(
  spawn: () => Worker,
  streams: readonly StreamNames<Api>[] = [],
): Connection<Api> {
  let link: Link | null = null;
  let lastId = 0;

  const living = (): Link => (link ??= open(spawn, () => (link = null)));

  function call(method: string, args: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const settle = begin(living(), ++lastId, method, args, false, {
        value: (value) => (settle(), resolve(value)),
        end: () => undefined,
        fail: (error) => (settle(), reject(error)),
      });
    });
  }

  function stream(method: string, args: unknown[]): AsyncIterable<unknown> {
    return { [Symbol.asyncIterator]: () => pull(living(), ++lastId, method, args) };
  }

  const isStream = new Set<string>(streams);
  const api = new Proxy({} as Api, {
    get: (_, name) =>
      // A thenable would be awaited when the api is returned from an async function.
      typeof name === 'symbol' || name === 'then'
        ? undefined
        : (...args: unknown[]) => (isStream.has(name) ? stream(name, args) : call(name, args)),
  });
  return {
    api,
    isLiving: () => link !== null,
    close: (error = new AttuneError('cancelled')) => link?.drop(error),
  };
}

function open(spawn: () => Worker, gone: () => void): Link {
  const worker = spawn();
  const pending = new Map<number, Pending>();
  const ended = new AbortController();

  function drop(error: AttuneError): void {
    if (ended.signal.aborted) return;
    ended.abort();
    worker.terminate();
    gone();
    for (const call of [...pending.values()]) call.fail(error);
  }

  function crash(reason: string): void {
    drop(new AttuneError('worker_crashed', { reason }));
  }

  async function watch(lock: string): Promise<void> {
    // Granted only once the worker no longer holds it; refused when we ended the worker ourselves.
    await navigator.locks.request(lock, { signal: ended.signal }, () => crash('gone')).catch(() => undefined);
  }

  const { signal } = ended;
  worker.addEventListener('error', (event) => crash(event.message || 'failed to start'), { signal });
  worker.addEventListener('messageerror', () => crash('unreadable message'), { signal });
  worker.addEventListener(
    'message',
    ({ data }: MessageEvent<Reply>) =>
      data.kind === 'alive' ? void watch(data.lock) : deliver(pending, data),
    { signal },
  );
  return { post: (request) => worker.postMessage(request), pending, drop };
}

function deliver(pending: Map<number, Pending>, reply: Exclude<Reply, { kind: 'alive' }>): void {
  const call = pending.get(reply.id);
  if (call === undefined) return;
  if (reply.kind === 'value') call.value(reply.value);
  else if (reply.kind === 'end') call.end();
  else if (reply.kind === 'error') call.fail(new AttuneError(reply.code, reply.details));
  else (call.args[reply.argument] as (...args: unknown[]) => void)(...reply.args);
}

/**
 * Sends a call and passes on what its signal says. An aborted call fails here at once, whatever the worker is busy with.
 * @returns to be called when the call is over: it forgets the call and stops listening to its signal.
 */
function begin(
  link: Link,
  id: number,
  method: string,
  args: unknown[],
  stream: boolean,
  replies: Omit<Pending, 'args'>,
): () => void {
  const signal = args.find((value) => value instanceof AbortSignal);
  const over = new AbortController();
  const settle = (): void => {
    link.pending.delete(id);
    over.abort();
  };
  if (signal?.aborted === true) {
    queueMicrotask(() => replies.fail(new AttuneError('cancelled')));
    return settle;
  }
  const abort = (): void => {
    link.post({ kind: 'stop', id });
    replies.fail(new AttuneError('cancelled'));
  };
  // First of all, as it throws where an argument can't be cloned.
  link.post({ kind: 'call', id, method, args: args.map(placeholder), stream });
  link.pending.set(id, { args, ...replies });
  signal?.addEventListener('abort', abort, { signal: over.signal });
  return settle;
}

function placeholder(value: unknown): unknown {
  if (value instanceof AbortSignal) return { rpcPlaceholder: 'signal' } satisfies Placeholder;
  if (typeof value === 'function') return { rpcPlaceholder: 'callback' } satisfies Placeholder;
  return value;
}

/** Pulls a stream: one value is asked for at a time, and a consumer that stops early stops the worker's generator. */
function pull(link: Link, id: number, method: string, args: unknown[]): AsyncIterator<unknown> {
  let waiting = Promise.withResolvers<IteratorResult<unknown>>();
  let failure: AttuneError | null = null;
  let over = false;

  const settle = begin(link, id, method, args, true, {
    value: (value) => waiting.resolve({ done: false, value }),
    end: () => finish(() => waiting.resolve({ done: true, value: undefined })),
    fail: (error) =>
      finish(() => {
        failure = error;
        waiting.reject(error);
        // Nobody may be waiting just now; the next pull is told.
        waiting.promise.catch(() => undefined);
      }),
  });

  function finish(tell: () => void): void {
    over = true;
    settle();
    tell();
  }

  return {
    next() {
      if (failure !== null) return Promise.reject(failure);
      if (over) return Promise.resolve({ done: true, value: undefined });
      waiting = Promise.withResolvers();
      link.post({ kind: 'next', id });
      return waiting.promise;
    },
    return() {
      if (!over) {
        finish(() => undefined);
        link.post({ kind: 'stop', id });
      }
      return Promise.resolve({ done: true, value: undefined });
    },
  };
}
