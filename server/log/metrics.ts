/** What Prometheus may ask of this process. Labels come from the code, so that there are few of them. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import packageJson from '../../package.json' with { type: 'json' };

export const metrics = new Registry();
const registers = [metrics];

collectDefaultMetrics({ register: metrics });

export const httpRequests = new Counter({
  name: 'attune_http_requests_total',
  help: 'Answers, by route and status; files of the page are not counted',
  labelNames: ['method', 'route', 'status'],
  registers,
});

export const httpSeconds = new Histogram({
  name: 'attune_http_request_seconds',
  help: 'Time until the answer began',
  labelNames: ['method', 'route'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  registers,
});

export const operations = new Counter({
  name: 'attune_operations_total',
  help: 'What the server did: ok, refused by a rule, failed by a fault',
  labelNames: ['operation', 'status'],
  registers,
});

export const agentAnswers = new Counter({
  name: 'attune_agent_answers_total',
  help: 'Answers of language-model agents by outcome: written, stopped by the reader, or why it failed',
  labelNames: ['agent', 'outcome'],
  registers,
});

export const agentTokens = new Counter({
  name: 'attune_agent_tokens_total',
  help: 'Tokens of the language model that were used',
  labelNames: ['agent'],
  registers,
});

export const syncedItems = new Counter({
  name: 'attune_sync_items_total',
  help: 'Records that devices pushed, by what came of them',
  labelNames: ['outcome'],
  registers,
});

export const lostRows = new Counter({
  name: 'attune_log_rows_lost_total',
  help: 'Rows of the log that could not be kept in the database',
  labelNames: ['table'],
  registers,
});

new Gauge({
  name: 'attune_build_info',
  help: 'Always 1; the labels say what runs',
  labelNames: ['version', 'node'],
  registers,
}).set({ version: packageJson.version, node: process.version }, 1);
