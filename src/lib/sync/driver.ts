import { AttuneError } from '../core/errors.ts';
import { backOff, USUAL } from './back-off.ts';
import { syncOnce, type Syncing } from './sync-once.ts';
import { inTurn } from './turns.ts';

/** What tabs that show the records of one user tell each other. */
type Message = 'changed' | 'settled';

export interface Driving extends Omit<Syncing, 'signal' | 'onChange'> {
  /** The page shows something else now: this tab has pulled it, or another tab wrote it. */
  onChange: () => void;
  /** Syncing came to an end, in this tab or another: how much waits may have changed. */
  onSettled: () => void;
}

/** Keeps the records of a user in step with the server, from the moment it is made. */
export interface Driver {
  /** What the last attempt of this tab failed with; null where it did not, or there was none. */
  readonly problem: AttuneError | null;
  /** Something was written in this tab. */
  wrote(): void;
  /** Tries now, however long it was to wait. */
  now(): void;
  /** For good. What is under way is broken off, and nothing comes of its answer. */
  stop(): void;
}

export function createDriver(driving: Driving): Driver {
  const { user, onChange, onSettled } = driving;
  const over = new AbortController();
  const { signal } = over;
  const name = `attune-sync-${user}`;
  const channel = new BroadcastChannel(name);
  let woken = Promise.withResolvers<void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let problem: AttuneError | null = null;

  const tell = (message: Message): void => {
    if (!signal.aborted) channel.postMessage(message);
  };
  const now = (): void => woken.resolve();

  async function attempt(): Promise<number> {
    const changed = (): void => {
      if (signal.aborted) return;
      onChange();
      tell('changed');
    };
    try {
      await inTurn(name, signal, () => syncOnce({ ...driving, onChange: changed, signal }));
      failures = 0;
      problem = null;
      return USUAL;
    } catch (reason) {
      problem = AttuneError.from(reason);
      failures += 1;
      // Nothing but signing in helps, and who signs in says so.
      const { code, details } = problem;
      return code === 'signed_out' ? USUAL : backOff(failures, Number(details.seconds ?? 0));
    }
  }

  async function drive(): Promise<void> {
    while (!signal.aborted) {
      woken = Promise.withResolvers();
      const wait = await attempt();
      if (signal.aborted) return;
      onSettled();
      tell('settled');
      timer = setTimeout(now, wait);
      await woken.promise;
      clearTimeout(timer);
    }
  }

  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data === 'changed') onChange();
    else onSettled();
  });
  window.addEventListener('online', now, { signal });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && now(), {
    signal,
  });
  void drive();

  return {
    get problem() {
      return problem;
    },
    now,
    wrote() {
      tell('changed');
      // Whoever is told to wait waits, however much is written meanwhile.
      if (failures === 0) now();
    },
    stop() {
      over.abort(new AttuneError('cancelled'));
      channel.close();
      now();
    },
  };
}
