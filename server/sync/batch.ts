import type { PushOutcome } from '../../src/lib/core/wire/sync.ts';
import type { Counter } from './counter.ts';
import { decide, type Kept } from './decide.ts';
import type { Quota } from './limits.ts';
import type { Incoming } from './read-item.ts';

/** A record to write. */
export interface Fresh {
  kept: Kept;
  seq: number;
  incoming: Incoming;
}

type Kind = Kept['kind'];
const keyOf = (kind: Kind, id: string): string => `${kind} ${id}`;

/** The records of one push, taken one after the other while their user's counter is held. It moves the counter on. */
export class Batch {
  readonly #stored: Map<string, Kept>;
  readonly #fresh = new Map<string, Fresh>();
  readonly #counter: Counter;
  readonly #quota: Quota;
  readonly #now: Date;

  /** @param stored what is kept under the ids of the push, of every kind */
  constructor(counter: Counter, stored: Kept[], quota: Quota, now: Date) {
    this.#stored = new Map(stored.map((kept) => [keyOf(kept.kind, kept.id), kept]));
    this.#counter = counter;
    this.#quota = quota;
    this.#now = now;
  }

  /** What has to be written: of each record its last state. */
  get fresh(): Fresh[] {
    return [...this.#fresh.values()];
  }

  put(incoming: Incoming): PushOutcome {
    const { kind, id } = incoming;
    const stored = this.#stored.get(keyOf(kind, id));
    const decision = decide(incoming, stored, this.#stored.get(keyOf('run', id)), this.#now);
    if (decision.outcome !== 'applied') return decision;
    const { kept } = decision;
    if (!this.#fits(kept, stored)) return { outcome: 'rejected', reason: 'quota' };
    if (kept.deleted) this.#drop('feedback', id);
    this.#drop(kind, id);
    this.#counter.records += 1;
    this.#counter.bytes += kept.bytes;
    const seq = ++this.#counter.seq;
    this.#stored.set(keyOf(kind, id), kept);
    this.#fresh.set(keyOf(kind, id), { kept, seq, incoming });
    return { outcome: 'applied', seq };
  }

  #drop(kind: Kind, id: string): void {
    const stored = this.#stored.get(keyOf(kind, id));
    if (stored === undefined) return;
    this.#counter.records -= 1;
    this.#counter.bytes -= stored.bytes;
    this.#stored.delete(keyOf(kind, id));
    this.#fresh.delete(keyOf(kind, id));
  }

  /** What makes less of what is kept always fits. */
  #fits(kept: Kept, stored: Kept | undefined): boolean {
    const records = stored === undefined ? 1 : 0;
    const bytes = kept.bytes - (stored?.bytes ?? 0);
    const { records: all, bytes: weight } = this.#counter;
    return (
      (records === 0 || all + records <= this.#quota.records) &&
      (bytes <= 0 || weight + bytes <= this.#quota.bytes)
    );
  }
}
