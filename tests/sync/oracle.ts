/** What a history must come to, told from what people did alone: it knows no versions, no sequence and no outbox. */

/** Something that was said over something that was seen: of one record, by one value of its own. */
interface Word {
  /** What it was said over; null for nothing. */
  over: string | null;
  /** By a clock so far ahead that the server does not believe it. */
  isAhead: boolean;
  /** Of preferences: they were stated before signing in, and stand behind those of the account. */
  isClaimed?: true;
}

interface Run {
  owner: string;
  body: string;
}

export class Oracle {
  /** By id. Who made it owns it, or who has claimed it since. */
  readonly runs = new Map<string, Run>();
  readonly deleted = new Set<string>();
  /** Deleted, but so long ago that the server has forgotten it while a device had not sent it: it may come back. */
  readonly uncertain = new Set<string>();
  /** What was said, by record and then by value. */
  readonly words = new Map<string, Map<string, Word>>();
  /** What no server takes: by id, the device that has it. */
  readonly poisons = new Map<string, string>();
  /** Whether the server of a user has ever gone back to a copy. */
  readonly restored = new Set<string>();

  made(owner: string, id: string, body: string): void {
    this.runs.set(id, { owner, body });
  }

  said(record: string, value: string, word: Word): void {
    const words = this.words.get(record) ?? new Map<string, Word>();
    this.words.set(record, words.set(value, word));
  }

  /** What was made by `from` is `to`'s. */
  claimed(from: string, to: string): void {
    for (const [id, run] of this.runs) if (run.owner === from && !this.deleted.has(id)) run.owner = to;
    const words = this.words.get(from);
    for (const [value, word] of words ?? []) {
      // The same words of the account's own are those.
      if (!this.words.get(to)?.has(value)) this.said(to, value, { ...word, isClaimed: true });
    }
    this.words.delete(from);
  }

  /** The bodies of the runs of an owner that must be there, by id. */
  expected(owner: string): Map<string, string> {
    const mine = [...this.runs].filter(([id, run]) => run.owner === owner && !this.deleted.has(id));
    return new Map(mine.map(([id, { body }]) => [id, body]));
  }

  /** @returns what is wrong with `value` as the last word on a record; null for nothing. */
  fault(record: string, value: string | null, owner: string): string | null {
    const words = this.words.get(record);
    if (words === undefined || words.size === 0) return value === null ? null : `${value} was never said`;
    if (value === null) return `nothing is left of ${[...words.keys()].join()}`;
    const word = words.get(value);
    if (word === undefined) return `${value} was never said of it`;
    const own = [...words].find(([, { isClaimed }]) => !isClaimed);
    if (word.isClaimed && own !== undefined) return `${value} was taken along over ${own[0]}`;
    const over = [...words].find(([, { over }]) => over === value);
    if (over === undefined) return null;
    // A server that has gone back has forgotten how far ahead a clock had been.
    if (word.isAhead && this.restored.has(owner)) return null;
    return `${value} is there, over which ${over[0]} was said`;
  }
}
