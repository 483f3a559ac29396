import type { Connection } from './connection.ts';
import type { DeadLetter, Key, Waiting } from './schema.ts';

/** What the server does not take as it is. The records themselves stay on this device. */
export interface DeadLetters {
  /** @returns those that the user has not left at that. */
  all(): Promise<DeadLetter[]>;
  /** Lets it wait to be pushed once more. */
  retry(letter: Pick<DeadLetter, 'kind' | 'id'>): Promise<void>;
  /** Leaves the record on this device alone, until it is changed. */
  discard(letter: Pick<DeadLetter, 'kind' | 'id'>): Promise<void>;
}

export function deadLettersOf({ read, write }: Connection): DeadLetters {
  return {
    all: () =>
      read(['deadLetters'], async (transaction) => {
        const letters = await transaction.objectStore('deadLetters').getAll();
        return letters.filter(({ isDiscarded }) => !isDiscarded);
      }),
    retry: (letter) =>
      write(['deadLetters', 'outbox'], async (transaction) => {
        const key: Key = [letter.kind, letter.id];
        const letters = transaction.objectStore('deadLetters');
        const dead = await letters.get(key);
        if (dead === undefined) return;
        await letters.delete(key);
        await transaction.objectStore('outbox').put(waitingOf(dead));
      }),
    discard: (letter) =>
      write(['deadLetters'], async (transaction) => {
        const letters = transaction.objectStore('deadLetters');
        const dead = await letters.get([letter.kind, letter.id]);
        if (dead !== undefined) await letters.put({ ...dead, isDiscarded: true });
      }),
  };
}

function waitingOf({ reason: _, at: __, isDiscarded: ___, ...waiting }: DeadLetter): Waiting {
  return waiting;
}
