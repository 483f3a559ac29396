import { dayOf, Full, type Counts, type Share } from './counts.ts';

/** Counts for a server without a database: of this process alone, until it ends. */
export function memoryCounts(clock = () => new Date()): Counts {
  const used = new Map<string, number>();
  let day = '';
  return {
    async reserve(shares, amount) {
      const today = dayOf(clock());
      if (today !== day) used.clear();
      day = today;
      const full = shares.find((share) => (used.get(keyOf(share)) ?? 0) + amount > share.limit);
      if (full) throw new Full(full);
      const add = (more: number): void => {
        for (const key of shares.map(keyOf)) used.set(key, (used.get(key) ?? 0) + more);
      };
      add(amount);
      return { settle: async (spent) => add(spent - amount) };
    },
  };
}

function keyOf({ scope, period }: Share): string {
  return `${scope} ${period}`;
}
