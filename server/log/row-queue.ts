import { Unavailable } from '../database/errors.ts';

export interface RowQueueOptions<Row> {
  /** Writes rows, all or none. @throws Unavailable where the same may work later */
  write(rows: readonly Row[]): Promise<void>;
  /** Is told how many rows are lost, each once. */
  lose(count: number): void;
  /** Rows that wait at most; then the oldest gives way. */
  most?: number;
  /** Rows that are written at once, at most. */
  batch?: number;
  /** How long the first row waits for others, ms. */
  pause?: number;
}

/**
 * Rows on their way to the database: whoever has one leaves it here, and neither waits nor fails. Where a connection is
 * lost in the middle of a batch, its rows may be written twice.
 */
export class RowQueue<Row> {
  readonly #options: Required<RowQueueOptions<Row>>;
  #rows: Row[] = [];
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> | undefined;

  constructor(options: RowQueueOptions<Row>) {
    this.#options = { most: 10_000, batch: 500, pause: 1000, ...options };
  }

  push(row: Row): void {
    this.#rows.push(row);
    this.#bound();
    this.#timer ??= setTimeout(() => void this.flush(), this.#options.pause).unref();
  }

  /** Writes what waits, as far as the database is there; the rest waits on. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return (this.#flushing ??= this.#writeAll().finally(() => (this.#flushing = undefined)));
  }

  /** Writes what waits, for the last time: what can't be written is lost. */
  async close(): Promise<void> {
    await this.#flushing;
    await this.flush();
    clearTimeout(this.#timer);
    if (this.#rows.length > 0) this.#options.lose(this.#rows.length);
    this.#rows = [];
  }

  async #writeAll(): Promise<void> {
    while (this.#rows.length > 0) {
      const batch = this.#rows.splice(0, this.#options.batch);
      if (await this.#written(batch)) continue;
      this.#rows.unshift(...batch);
      this.#bound();
      this.#timer ??= setTimeout(() => void this.flush(), this.#options.pause).unref();
      return;
    }
  }

  /**
   * Writes a batch; where the database refuses it, each row for itself, so that a broken one takes no other with it.
   * @returns whether that is done; if not, it may work later
   */
  async #written(rows: readonly Row[]): Promise<boolean> {
    try {
      await this.#options.write(rows);
    } catch (error) {
      if (error instanceof Unavailable) return false;
      if (rows.length === 1) this.#options.lose(1);
      else for (const row of rows) if (!(await this.#written([row]))) this.#options.lose(1);
    }
    return true;
  }

  #bound(): void {
    const over = this.#rows.length - this.#options.most;
    if (over <= 0) return;
    this.#rows.splice(0, over);
    this.#options.lose(over);
  }
}
