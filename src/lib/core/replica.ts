import type { PulledRow, PushItem, PushOutcome } from './wire/sync.ts';

/** How far a device has followed the server. What was asked from one place is of use only as long as it is there. */
export interface Place {
  /** The server's history that it follows; null before the first pull. */
  epoch: string | null;
  /** The last sequence number that it has; 0 for none. */
  cursor: number;
  /** Came with the cursor, and goes back to the server with it. */
  floor: number;
  /** Counts how often it began anew. */
  round: number;
}

/** What is to be pushed, as it was written by the time it was taken. */
export interface Outgoing {
  /** The client that pushes. */
  client: string;
  items: PushItem[];
  from: Place;
}

/** Rows that a pull brought. */
export interface Incoming {
  epoch: string;
  rows: readonly PulledRow[];
  cursor: number;
  floor: number;
  /** Whether there are rows past the cursor. */
  more: boolean;
}

/** What came of taking in what the server said. */
export interface Taken {
  /** False where the device is no longer where it asked from, as when another tab was faster: nothing was taken. */
  isTaken: boolean;
  /** Whether a record that the page shows is another one now. */
  isChanged: boolean;
}

/**
 * A user's records on this device, as sync sees them. Each method is one transaction. All throw AttuneError
 * `storage_full` or `storage_failed`.
 */
export interface Replica {
  place(): Promise<Place>;
  /** What waits to be pushed: as much as one push takes, or one record that is larger, which the server then refuses. */
  outgoing(): Promise<Outgoing>;
  /** Takes in a page and the cursor past it. @param from where it was asked for. */
  take(from: Place, page: Incoming): Promise<Taken>;
  /** Begins anew with the history `epoch`, from 0. What waits to be pushed goes on waiting. */
  restart(from: Place, epoch: string): Promise<Taken>;
  /**
   * Takes note of what became of a push. What was written since goes on waiting.
   * @param outcomes one for each item, in their order.
   */
  settle(pushed: Outgoing, outcomes: readonly PushOutcome[]): Promise<Taken>;
}
