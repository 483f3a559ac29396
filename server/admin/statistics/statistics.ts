import type { Span, Statistics } from '../../../src/lib/core/wire/admin.ts';
import type { Queries } from '../../database/database.ts';
import { agentStatistics } from './agents.ts';
import { cloudStatistics } from './cloud.ts';
import { operationStatistics } from './operations.ts';
import { feedbackStatistics, peopleStatistics } from './people.ts';
import { runStatistics } from './runs.ts';
import { budgetStatistics, storageStatistics } from './storage.ts';
import { windowOf } from './window.ts';

/**
 * How Attune is and was used.
 * @param limits of the budgets of all users together, by scope, as far as they are known
 */
export async function statistics(
  queries: Queries,
  span: Span,
  limits: Readonly<Record<string, number>>,
  now = new Date(),
): Promise<Statistics> {
  const window = windowOf(span, now);
  return {
    from: window.from.getTime(),
    until: window.until.getTime(),
    step: window.step,
    runs: await runStatistics(queries, window),
    cloud: await cloudStatistics(queries, window),
    operations: await operationStatistics(queries, window),
    agents: await agentStatistics(queries, window),
    budgets: await budgetStatistics(queries, now, limits),
    storage: await storageStatistics(queries),
    people: await peopleStatistics(queries, window),
    feedback: await feedbackStatistics(queries, window),
  };
}
