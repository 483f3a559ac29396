import { buffersOf, errorReply, isPlaceholder, type Reply, type Request } from './protocol.ts';

/** What is used of a dedicated worker's global scope, which the DOM's types don't know. */
interface Scope {
  postMessage(message: Reply, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<Request>) => void): void;
}

type Method = (...args: unknown[]) => unknown;

/** A call that has not had its last reply yet. */
interface Call {
  abort: AbortController;
  iterator: AsyncIterator<unknown> | null;
}

/**
 * Answers calls to `api` that arrive at this worker. Call it once, at the top of a worker's file, so that no call is missed.
 * @param api its methods give promises or async iterables.
 */
export function serve(api: object): void {
  const scope = globalThis as unknown as Scope;
  const calls = new Map<number, Call>();
  const post = (reply: Reply): void => scope.postMessage(reply, [...buffersOf(reply)]);

  // No call begins before the other side can tell that this worker has died.
  const watched = holdLock().then((lock) => post({ kind: 'alive', lock }));
  scope.addEventListener('message', ({ data }) => void watched.then(() => answer(data)));

  async function answer(request: Request): Promise<void> {
    try {
      if (request.kind === 'call') return await start(request);
      const call = calls.get(request.id);
      if (call === undefined) return;
      if (request.kind === 'next') await next(request.id, call);
      else await stop(request.id, call);
    } catch (error) {
      calls.delete(request.id);
      post(errorReply(request.id, error));
    }
  }

  async function start({ id, method, args, stream }: Request & { kind: 'call' }): Promise<void> {
    const call: Call = { abort: new AbortController(), iterator: null };
    calls.set(id, call);
    const result = methodOf(api, method)(...args.map((value, index) => revive(value, id, index, call)));
    if (stream) {
      call.iterator = (result as AsyncIterable<unknown>)[Symbol.asyncIterator]();
      return;
    }
    const value = await result;
    calls.delete(id);
    post({ kind: 'value', id, value });
  }

  async function next(id: number, call: Call): Promise<void> {
    const step = await call.iterator?.next();
    if (step !== undefined && step.done !== true) return post({ kind: 'value', id, value: step.value });
    calls.delete(id);
    post({ kind: 'end', id });
  }

  async function stop(id: number, call: Call): Promise<void> {
    calls.delete(id);
    call.abort.abort();
    await call.iterator?.return?.();
  }

  function revive(value: unknown, id: number, argument: number, call: Call): unknown {
    if (!isPlaceholder(value)) return value;
    if (value.rpcPlaceholder === 'signal') return call.abort.signal;
    return (...args: unknown[]) => post({ kind: 'callback', id, argument, args });
  }
}

function methodOf(api: object, name: string): Method {
  const method: unknown = Reflect.get(api, name);
  if (typeof method !== 'function') throw new TypeError(`${name} is not a method of this worker`);
  return method.bind(api) as Method;
}

/**
 * Holds a lock for as long as this worker lives. Whoever waits for that lock learns of its death even where the
 * browser kills it without an error event (out of memory). Locks are released by the browser: Web Locks API, section 2.
 *
 * @returns the lock's name, once it is held
 */
function holdLock(): Promise<string> {
  const name = `attune-worker-${crypto.randomUUID()}`;
  return new Promise((held) => {
    void navigator.locks.request(name, () => {
      held(name);
      return new Promise<never>(() => {});
    });
  });
}
