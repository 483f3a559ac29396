/** Carries what work tells on its way to whoever pulls. */
export interface News<Item> {
  /** What is told faster than it is pulled is merged: the latest counts. */
  tell(item: Item): void;
  /** Streams what is told until `work` is over. @returns what `work` gives. @throws what it fails with. */
  until<Result>(work: Promise<Result>): AsyncGenerator<Item, Result, void>;
}

export function createNews<Item>(): News<Item> {
  let latest: [Item] | null = null;
  let told = Promise.withResolvers<void>();
  return {
    tell(item) {
      latest = [item];
      told.resolve();
    },
    async *until(work) {
      const isOver = work.then(
        () => true,
        () => true,
      );
      while (!(await Promise.race([isOver, told.promise.then(() => false)]))) {
        told = Promise.withResolvers();
        const said = latest;
        latest = null;
        if (said !== null) yield said[0];
      }
      return work;
    },
  };
}
