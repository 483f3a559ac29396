import { count, sql } from 'drizzle-orm';
import { events } from '../../../drizzle/schema.ts';
import type { Statistics } from '../../../src/lib/core/wire/admin.ts';
import type { Queries } from '../../database/database.ts';
import { within, type Window } from './window.ts';

/** What the agents did. */
export async function agentStatistics(queries: Queries, window: Window): Promise<Statistics['agents']> {
  const said = (name: string) => sql`json_unquote(json_extract(${events.payload}, ${`$.${name}`}))`;
  // JSON's null comes out as a word.
  const outcome = sql<string>`coalesce(nullif(${said('code')}, 'null'), ${events.type})`.as('outcome');
  const rows = await queries
    .select({
      agent: events.agent,
      outcome,
      count: count(),
      tokens: sql<number>`coalesce(sum(cast(${said('tokens')} as unsigned)), 0)`.mapWith(Number),
    })
    .from(events)
    .where(within(events.at, window))
    .groupBy(events.agent, outcome)
    .orderBy(events.agent, outcome);
  return [...Map.groupBy(rows, ({ agent }) => agent)].map(([agent, own]) => ({
    agent,
    outcomes: own.map((row) => ({ outcome: row.outcome, count: row.count })),
    tokens: own.reduce((sum, { tokens }) => sum + tokens, 0),
  }));
}
