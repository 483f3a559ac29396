/** A stream of repeatable chance: the same on every engine, for it uses 32-bit integers alone. */
export interface Random {
  /** @returns a number in [0, 1). */
  next(): number;
  /** @returns an integer in [0, n). */
  int(n: number): number;
  /** @returns one of `items`, each equally likely. */
  pick<T>(items: readonly T[]): T;
  /** @returns a number near a normal distribution of mean 0 and deviation 1, never past 3.5. */
  normal(): number;
}

/**
 * A generator for one purpose. Each purpose draws from a stream of its own, so that a change in one part of the writing
 * leaves all others as they were.
 *
 * The generator is mulberry32 (T. Ettinger, public domain), seeded by an FNV-1a hash of the purpose. The normal is a sum
 * of four uniforms (Irwin-Hall), as logarithms differ between engines.
 * @param seed of the piece, a 32-bit integer
 * @param purpose any name
 */
export function randomFor(seed: number, purpose: string): Random {
  let state = hash(seed, purpose);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 0x100000000;
  };
  const int = (n: number) => Math.floor(next() * n);
  return {
    next,
    int,
    pick: (items) => {
      const item = items[int(items.length)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
    // four uniforms have variance 4/12, so dividing by sqrt(1/3) gives deviation 1
    normal: () => (next() + next() + next() + next() - 2) * Math.sqrt(3),
  };
}

function hash(seed: number, purpose: string): number {
  let h = Math.imul(seed ^ 0x811c9dc5, 0x01000193);
  for (let i = 0; i < purpose.length; i++) h = Math.imul(h ^ purpose.charCodeAt(i), 0x01000193);
  return h ^ (h >>> 16);
}
