import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  assets,
  budgets,
  cloudJobs,
  events,
  feedbacks,
  runs,
  signIns,
  syncUsers,
  systemLogs,
  users,
} from '../../../drizzle/schema.ts';
import { LOG_STATUSES, SPANS, Statistics } from '../../../src/lib/core/wire/admin.ts';
import { JOB_STATES } from '../../../src/lib/core/wire/cloud.ts';
import { migratedDatabase } from '../../../tests/database.ts';
import { Database } from '../../database/database.ts';
import { operationStatistics } from './operations.ts';
import { statistics } from './statistics.ts';
import { windowOf } from './window.ts';

const NOW = new Date('2026-11-21T12:34:56.789Z');
const DAY = 24 * 3600 * 1000;

/** Within 40 days of now, and now and then on the edge of a step. */
const instant = fc.oneof(
  fc.integer({ min: -40 * DAY, max: DAY }).map((ms) => new Date(NOW.getTime() + ms)),
  fc
    .integer({ min: -24 * 32, max: 2 })
    .map((hours) => new Date(Date.parse('2026-11-21T13:00Z') + (hours * DAY) / 24)),
);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 3 });
const many = <T>(arbitrary: fc.Arbitrary<T>) => fc.sample(arbitrary, { numRuns: 400, seed: 42 });

const USERS = Array.from({ length: 20 }, () => randomUUID());
const userId = fc.constantFrom(...USERS);

const RUNS = many(
  fc.record({
    userId,
    id: fc.uuid(),
    startedAt: instant,
    engine: fc.constantFrom(...runs.engine.enumValues),
  }),
).map((run) => ({ ...run, source: 'web' as const, intent: 'soothe' as const, status: 'done' as const }));

const JOBS = many(
  fc.record({
    userId,
    id: fc.uuid(),
    createdAt: instant,
    state: fc.constantFrom(...JOB_STATES),
    took: fc.oneof(fc.integer({ min: -50, max: 2000 }), fc.nat(900_000)),
  }),
).map(({ took, ...job }) => ({
  ...job,
  params: {},
  seconds: 30,
  day: '2026-11-21',
  checkedAt: new Date(job.createdAt.getTime() + took),
  assetSha256: job.state === 'succeeded' ? '00'.repeat(32) : null,
}));

const LINES = many(
  fc.record({
    at: instant,
    requestId: fc.uuid(),
    operation: fc.constantFrom('GET /api/account', 'POST /api/sync/push'),
    status: fc.constantFrom(...LOG_STATUSES),
    durationMs: fc.nat(30_000),
    message: fc.constantFrom('credentials_wrong', 'Error (TypeError)'),
  }),
);

const EVENTS = many(
  fc.record({
    at: instant,
    agent: fc.constantFrom('draft', 'merge'),
    type: fc.constantFrom('written', 'stopped', 'failed'),
    tokens: fc.nat(5000),
    code: fc.constantFrom('late', 'spent'),
  }),
).map(({ tokens, code, ...event }) => ({
  ...event,
  payload: { tokens, code: event.type === 'failed' ? code : null },
}));

const affect = optional(fc.double({ min: -1, max: 1, noNaN: true }));
const FEEDBACKS = RUNS.map(({ userId: of, id }, i) => ({
  userId: of,
  runId: id,
  comment: '',
  ...fc.sample(
    fc.record({
      updatedAt: instant,
      stars: optional(fc.nat(5)),
      thumb: optional(fc.constantFrom('up' as const, 'down' as const)),
      valenceBefore: affect,
      valenceAfter: affect,
      arousalBefore: affect,
      arousalAfter: affect,
    }),
    { numRuns: 1, seed: i },
  )[0]!,
}));

const PEOPLE = USERS.map((id, i) => ({
  id,
  email: `${id}@example.org`,
  passwordHash: '$',
  createdAt: fc.sample(instant, { numRuns: 1, seed: i })[0]!,
}));
const DEVICES = USERS.slice(0, 15).flatMap((of, i) =>
  fc.sample(instant, { numRuns: 3, seed: i }).map((lastSeenAt, n) => ({
    id: (i * 3 + n).toString(16).padStart(64, '0'),
    userId: of,
    createdAt: NOW,
    expiresAt: NOW,
    absoluteExpiresAt: NOW,
    lastSeenAt,
    userAgent: '',
  })),
);

let database: Database;
beforeAll(async () => {
  database = new Database(await migratedDatabase());
  await database.transaction(async (queries) => {
    await queries.insert(users).values(PEOPLE);
    await queries.insert(signIns).values(DEVICES);
    await queries.insert(runs).values(RUNS);
    await queries.insert(cloudJobs).values(JOBS);
    await queries.insert(feedbacks).values(FEEDBACKS);
    await queries.insert(systemLogs).values(LINES);
    await queries.insert(events).values(EVENTS);
    const sound = { userId: USERS[0]!, mediaType: 'audio/wav', createdAt: NOW };
    await queries.insert(assets).values([
      { ...sound, runId: randomUUID(), sha256: '00'.repeat(32), bytes: 4_000_000_000 },
      { ...sound, runId: randomUUID(), sha256: '11'.repeat(32), bytes: 4_000_000_001 },
    ]);
    await queries.insert(syncUsers).values([
      { userId: USERS[0]!, epoch: randomUUID(), records: 5, bytes: 7 },
      { userId: USERS[1]!, epoch: randomUUID(), records: 7, bytes: 6_000_000_000 },
    ]);
    await queries.insert(budgets).values([
      { scope: 'tokens of all', period: '2026-11-21', reserved: 5, spent: 70 },
      { scope: 'tokens of all', period: '2026-11-20', spent: 900 },
      { scope: `tokens by user ${USERS[0]}`, period: '2026-11-21', spent: 70 },
    ]);
  });
});
afterAll(() => database.close());

/** Half, nine tenths and all but a hundredth of `all` are at most this, to two digits. */
function percentiles(all: number[]) {
  const rising = all.toSorted((a, b) => a - b);
  const [p50, p90, p99] = [0.5, 0.9, 0.99].map((share) =>
    Number(rising[Math.ceil(all.length * share) - 1]!.toPrecision(2)),
  );
  return { p50, p90, p99 };
}
const mean = (values: (number | null)[]) => {
  const said = values.filter((value) => value !== null);
  return said.length === 0 ? null : said.reduce((sum, value) => sum + value, 0) / said.length;
};
const changes = (pairs: [number | null, number | null][]) =>
  mean(pairs.map(([before, after]) => (before === null || after === null ? null : after - before)));

test.each(SPANS)('what was counted in %s is what one counts by hand', async (span) => {
  const limits = { 'tokens of all': 1000 };
  const answer = await database.use((queries) => statistics(queries, span, limits, NOW));
  expect(Statistics.parse(answer)).toEqual(answer);
  const { from, until, step } = answer;
  expect([from % step, until % step, until > NOW.getTime()]).toEqual([0, 0, true]);
  const inside = (at: Date) => at.getTime() >= from && at.getTime() < until;
  const series = (instants: Date[]) =>
    Array.from({ length: (until - from) / step }, (_, i) => {
      const start = from + i * step;
      return instants.filter((at) => at.getTime() >= start && at.getTime() < start + step).length;
    });

  const ran = RUNS.filter(({ startedAt }) => inside(startedAt));
  for (const { engine, started } of answer.runs) {
    const own = ran.filter((run) => run.engine === engine);
    expect(started).toEqual(series(own.map(({ startedAt }) => startedAt)));
  }
  const jobs = JOBS.filter(({ createdAt }) => inside(createdAt));
  const [done, failed, cancelled] = ['succeeded', 'failed', 'canceled'].map((state) =>
    jobs.filter((job) => job.state === state),
  );
  expect(answer.cloud).toEqual({
    done: done!.length,
    failed: failed!.length,
    cancelled: cancelled!.length,
    latency: percentiles(
      done!.map(({ createdAt, checkedAt }) => Math.max(0, checkedAt.getTime() - createdAt.getTime())),
    ),
  });
  expect(answer.runs.map(({ engine }) => engine)).toEqual([...runs.engine.enumValues]);

  const lines = LINES.filter(({ at }) => inside(at));
  for (const status of LOG_STATUSES) {
    const own = lines.filter((line) => line.status === status);
    expect(answer.operations.series[status]).toEqual(series(own.map(({ at }) => at)));
  }
  for (const { operation, latency, ...counts } of answer.operations.each) {
    const own = lines.filter((line) => line.operation === operation);
    expect(latency).toEqual(percentiles(own.map(({ durationMs }) => durationMs)));
    for (const status of LOG_STATUSES)
      expect(counts[status]).toBe(own.filter((line) => line.status === status).length);
  }
  const bad = lines.filter(({ status }) => status !== 'ok');
  expect(answer.operations.reasons.reduce((sum, { count }) => sum + count, 0)).toBe(bad.length);
  for (const { count, ...reason } of answer.operations.reasons) {
    const same = bad.filter((line) =>
      Object.entries(reason).every(([key, value]) => line[key as 'message'] === value),
    );
    expect(count).toBe(same.length);
  }
  expect(answer.operations.countedFrom).toBeNull();

  const told = EVENTS.filter(({ at }) => inside(at));
  for (const { agent, outcomes, tokens } of answer.agents) {
    const own = told.filter((event) => event.agent === agent);
    expect(tokens).toBe(own.reduce((sum, { payload }) => sum + payload.tokens, 0));
    for (const { outcome, count } of outcomes)
      expect(count).toBe(own.filter(({ type, payload }) => (payload.code ?? type) === outcome).length);
    expect(outcomes.reduce((sum, { count }) => sum + count, 0)).toBe(own.length);
  }

  const rated = FEEDBACKS.filter(({ updatedAt }) => inside(updatedAt));
  const { feedback } = answer;
  expect(feedback).toMatchObject({
    count: rated.length,
    up: rated.filter(({ thumb }) => thumb === 'up').length,
    down: rated.filter(({ thumb }) => thumb === 'down').length,
  });
  // The database gives averages of whole numbers to four digits.
  expect(feedback.stars).toBeCloseTo(mean(rated.map(({ stars }) => stars))!, 3);
  expect(feedback.valenceChange).toBeCloseTo(
    changes(rated.map((row) => [row.valenceBefore, row.valenceAfter]))!,
  );
  expect(feedback.arousalChange).toBeCloseTo(
    changes(rated.map((row) => [row.arousalBefore, row.arousalAfter]))!,
  );

  const seen = DEVICES.filter(({ lastSeenAt }) => lastSeenAt.getTime() >= from);
  expect(answer.people).toEqual({
    users: USERS.length,
    newUsers: PEOPLE.filter(({ createdAt }) => inside(createdAt)).length,
    activeUsers: new Set(seen.map((device) => device.userId)).size,
    activeDevices: seen.length,
  });
  expect(answer.storage).toEqual({
    assets: 2,
    assetBytes: 8_000_000_001,
    records: 12,
    recordBytes: 6_000_000_007,
  });
  expect(answer.budgets).toEqual([
    { scope: 'tokens of all', period: '2026-11-21', spent: 70, reserved: 5, limit: 1000 },
  ]);
});

test('of more lines than can be counted in time the newest are, and it is said from when on', async () => {
  const window = windowOf('30d', NOW);
  const newest = LINES.map(({ at }) => at.getTime())
    .filter((at) => at >= window.from.getTime() && at < window.until.getTime())
    .sort((a, b) => b - a);
  const counted = await database.use((queries) => operationStatistics(queries, window, 50));
  expect(counted.countedFrom).toBe(newest[49]);
  const total = Object.values(counted.series)
    .flat()
    .reduce((sum, count) => sum + count, 0);
  expect(total).toBe(newest.filter((at) => at >= newest[49]!).length);
});

test('where nothing has happened there is nothing to average', async () => {
  const long = new Date('2016-11-21T12:00:00Z');
  const answer = await database.use((queries) => statistics(queries, '7d', {}, long));
  expect(Statistics.parse(answer)).toEqual(answer);
  expect(answer.feedback).toMatchObject({ count: 0, stars: null, valenceChange: null });
  expect(answer.cloud).toEqual({ done: 0, failed: 0, cancelled: 0, latency: null });
});
