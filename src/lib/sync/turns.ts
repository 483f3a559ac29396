/** Milliseconds that another tab may take. One that is frozen keeps its lock; one that is killed does not. */
const PATIENCE = 90_000;

/**
 * Does `work` while no other tab does the same: that saves the server a second push of everything. It is done all the
 * same where another tab takes too long, since two pushes do what one does.
 * @throws the signal's reason where it aborts while waiting.
 */
export async function inTurn<Result>(
  name: string,
  signal: AbortSignal,
  work: () => Promise<Result>,
  patience = PATIENCE,
): Promise<Result> {
  const late = AbortSignal.timeout(patience);
  let isTurn = false;
  try {
    return await navigator.locks.request(name, { signal: AbortSignal.any([signal, late]) }, () => {
      isTurn = true;
      return work();
    });
  } catch (error) {
    signal.throwIfAborted();
    if (isTurn || !late.aborted) throw error;
  }
  return work();
}
