import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { budgets, cloudJobs, users } from '../../drizzle/schema.ts';
import { migratedDatabase } from '../../tests/database.ts';
import { databaseUrl } from '../../tests/database-url.ts';
import { readEnv } from '../env.ts';
import { Services } from '../services.ts';
import { carriesToken } from './bearer.ts';
import { scrape } from './scrape.ts';

let services: Services;
beforeAll(async () => {
  const DATABASE_URL = databaseUrl(await migratedDatabase());
  services = new Services(readEnv({ DATABASE_URL }), () => {});
});
afterAll(() => services.close());

test('tells how the database is, and what all together have used of a budget, of nobody by name', async () => {
  const database = (await services.database())!;
  await database.use((queries) =>
    queries.insert(budgets).values([
      { scope: 'tokens of all', period: '2026-11-21', reserved: 40, spent: 2 },
      { scope: 'tokens from 192.0.2.1', period: '2026-11-21T10:05', spent: 9 },
    ]),
  );
  const userId = randomUUID();
  const now = new Date();
  await database.use((queries) =>
    queries
      .insert(users)
      .values({ id: userId, email: `${userId}@example.org`, passwordHash: '$', createdAt: now }),
  );
  const job = { userId, state: 'processing' as const, params: {}, seconds: 30, day: '2026-11-21' };
  await database.use((queries) =>
    queries
      .insert(cloudJobs)
      .values([1, 2].map(() => ({ ...job, id: randomUUID(), createdAt: now, checkedAt: now }))),
  );
  const text = await database.use(() => scrape(services));
  expect(text).toContain('attune_database_up 1');
  expect(text).toContain('attune_database_connections{state="busy"} 1');
  expect(text).toContain('attune_database_connections{state="waiting"} 0');
  expect(text).toContain('attune_budget_used{scope="tokens of all",period="2026-11-21",state="spent"} 2');
  expect(text).toContain('attune_budget_used{scope="tokens of all",period="2026-11-21",state="reserved"} 40');
  expect(text).toContain('attune_cloud_jobs{state="processing"} 2');
  expect(text).not.toContain('192.0.2.1');
  expect(text).toMatch(/^process_cpu_seconds_total \d/m);
  expect(text).toMatch(/^attune_build_info\{version="[\d.]+",node="v\d+/m);
  // Each line is a comment or a sample.
  for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^(#.*|\w+(\{.*\})? \S+|)$/);
});

test('a database that is away costs its own lines alone', async () => {
  const env = readEnv({ DATABASE_URL: 'mysql://root@127.0.0.1:9/none' });
  const text = await scrape(new Services(env, () => {}));
  expect(text).toContain('attune_database_up 0');
  expect(text).not.toMatch(/^attune_budget_used\{/m);
  expect(text).toMatch(/^process_cpu_seconds_total \d/m);
});

test.each([
  ['Bearer a token', true],
  ['bearer a token', true],
  ['Bearer a toke', false],
  ['Bearer a token ', true], // Fetch Standard: a header's value has no white space around it.
  ['Basic a token', false],
  ['Bearer ', false],
  ['', false],
])('"%s": %s', (authorization, carries) => {
  const request = new Request('http://attune.test', { headers: { authorization } });
  expect(carriesToken(request, 'a token')).toBe(carries);
});
