import { untilAborted } from '../../../runtime/until-aborted.ts';

/** One at a time, first come first served. */
export interface Queue {
  /**
   * Waits for its turn.
   * @param onPlace is told how many come first, at once and whenever that changes, until the turn has come.
   * @returns ends the turn; call it once.
   * @throws AttuneError `cancelled` when `signal` aborts before.
   */
  turn(onPlace: (before: number) => void, signal?: AbortSignal): Promise<() => void>;
}

interface Waiting {
  onPlace(before: number): void;
  begin(): void;
}

export function createQueue(): Queue {
  const waiting: Waiting[] = [];
  let isBusy = false;

  /** The place of everybody, where one is under way. */
  const tell = () => waiting.forEach((one, i) => one.onPlace(i + 1));

  function next(): void {
    const first = waiting.shift();
    isBusy = first !== undefined;
    first?.begin();
    tell();
  }

  /** Whoever does not want to wait any longer, or is told too late that the turn has come. */
  function leave(mine: Waiting): void {
    const at = waiting.indexOf(mine);
    if (at < 0) return next();
    waiting.splice(at, 1);
    tell();
  }

  return {
    async turn(onPlace, signal) {
      const begun = Promise.withResolvers<void>();
      const mine: Waiting = { onPlace, begin: begun.resolve };
      waiting.push(mine);
      if (isBusy) tell();
      else next();
      try {
        await untilAborted(begun.promise, signal);
        return next;
      } catch (error) {
        leave(mine);
        throw error;
      }
    },
  };
}
