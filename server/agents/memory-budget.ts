import { sharesOf, type Budget, type Limits, type Share } from './budget.ts';
import { Failed } from './failed.ts';

/** A budget for a server without a database: of this process alone, until it ends. */
export function memoryBudget(limits: Limits, clock = () => new Date()): Budget {
  const used = new Map<string, number>();
  let day = '';
  return {
    async reserve(payer, tokens) {
      const now = clock();
      const today = now.toISOString().slice(0, 10);
      if (today !== day) used.clear();
      day = today;
      const shares = sharesOf(payer, limits, now);
      const full = shares.find((share) => (used.get(keyOf(share)) ?? 0) + tokens > share.limit);
      if (full) throw new Failed(full.failure, `no tokens left: ${full.name}`);
      const add = (more: number): void => {
        for (const key of shares.map(keyOf)) used.set(key, (used.get(key) ?? 0) + more);
      };
      add(tokens);
      return { settle: async (spent) => add(spent - tokens) };
    },
  };
}

function keyOf({ scope, period }: Share): string {
  return `${scope} ${period}`;
}
