import { count, inArray } from 'drizzle-orm';
import { Gauge } from 'prom-client';
import { budgets, cloudJobs } from '../../drizzle/schema.ts';
import type { Database } from '../database/database.ts';
import { databaseReadiness } from '../readiness.ts';
import type { Services } from '../services.ts';
import { COMMON_SCOPES } from './common-scopes.ts';
import { metrics } from './metrics.ts';

const registers = [metrics];

const up = new Gauge({ name: 'attune_database_up', help: 'Whether the database answers', registers });
const connections = new Gauge({
  name: 'attune_database_connections',
  help: 'Connections that are busy, and callers that wait for one',
  labelNames: ['state'],
  registers,
});
const budget = new Gauge({
  name: 'attune_budget_used',
  help: 'Of what all users together may spend in a period: spent, and reserved by what is under way',
  labelNames: ['scope', 'period', 'state'],
  registers,
});
const jobs = new Gauge({
  name: 'attune_cloud_jobs',
  help: 'Pieces of the cloud that are kept, by how far they are',
  labelNames: ['state'],
  registers,
});

/** @returns what Prometheus is told: the counts of this process, and how its database is at the moment. */
export async function scrape(services: Services): Promise<string> {
  budget.reset();
  jobs.reset();
  const isUp = (await databaseReadiness(services)) === 'answers';
  up.set(isUp ? 1 : 0);
  const database = isUp ? await services.database() : null;
  if (database !== null) await measure(database);
  return metrics.metrics();
}

async function measure(database: Database): Promise<void> {
  connections.set({ state: 'busy' }, database.load.busy);
  connections.set({ state: 'waiting' }, database.load.waiting);
  const rows = await database.use((queries) =>
    queries
      .select()
      .from(budgets)
      .where(inArray(budgets.scope, Object.values(COMMON_SCOPES))),
  );
  for (const { scope, period, spent, reserved } of rows) {
    budget.set({ scope, period, state: 'spent' }, spent);
    budget.set({ scope, period, state: 'reserved' }, reserved);
  }
  const states = await database.use((queries) =>
    queries.select({ state: cloudJobs.state, count: count() }).from(cloudJobs).groupBy(cloudJobs.state),
  );
  for (const { state, count: number } of states) jobs.set({ state }, number);
}
