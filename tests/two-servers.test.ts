import type { ServerResponse } from 'node:http';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { budgets } from '../drizzle/schema.ts';
import { SIGN_IN } from '../server/auth/limits.ts';
import { EXAMPLES } from '../server/agents/examples.ts';
import { Database } from '../server/database/database.ts';
import { AgentLine } from '../src/lib/core/wire/agents.ts';
import { MOST_ITEMS, MOST_ROWS, PullAnswer } from '../src/lib/core/wire/sync.ts';
import { emptyDatabase } from './database.ts';
import { databaseUrl } from './database-url.ts';
import { scriptedModel, writes, type ChatRequest, type ScriptedModel } from './fixtures/scripted-model.ts';
import { pullOf, pushOf, runItem } from './fixtures/sync-records.ts';
import { startServer, type ServerProcess } from './server-process.ts';
import { PASSWORD, register, Visitor } from './visitor.ts';

const SOON = { timeout: 60_000 };
const [ANGER] = EXAMPLES.draft;
const DRAFT = { emotion: 'angry', affect: null, intent: 'soothe', duration: 30 };
/** Tokens: of all in a day, and of one draft as the model counts it in the end. */
const DAY = 90_000;
const USED = 1000;

let model: ScriptedModel;
let database: Database;
let servers: ServerProcess[];
beforeAll(async () => {
  const address = await emptyDatabase();
  database = new Database(address);
  model = await scriptedModel();
  const env = {
    DATABASE_URL: databaseUrl(address),
    OPENAI_API_KEY: 'key',
    OPENAI_BASE_URL: model.url,
    OPENAI_MODEL: 'scripted',
    OPENAI_DAILY_TOKENS: String(DAY),
  };
  // Both find no tables.
  servers = await Promise.all([startServer(env), startServer(env)]);
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await Promise.all([database.close(), model.stop()]);
});

/** Visitors to one server and the other in turn. */
const visitors = (count: number) => Array.from({ length: count }, (_, i) => new Visitor(servers[i % 2]!.url));

/** The same browser, sent to another server. */
function visitorAs({ cookies }: Visitor, url: string): Visitor {
  const visitor = new Visitor(url);
  for (const [name, value] of cookies) visitor.cookies.set(name, value);
  return visitor;
}

async function counted(): Promise<{ reserved: number; spent: number }> {
  const [row] = await database.use((queries) =>
    queries
      .select({ reserved: budgets.reserved, spent: budgets.spent })
      .from(budgets)
      .where(eq(budgets.scope, 'tokens of all')),
  );
  return row!;
}

/** @returns how an agent's answer ended. */
async function draft(visitor: Visitor): Promise<AgentLine> {
  const { body } = await visitor.ask('POST', '/api/agents/draft', { body: DRAFT });
  return AgentLine.parse(JSON.parse(String(body).trim().split('\n').at(-1)!));
}

test('case 22: 50 parallel at the last tokens of two servers: exactly as many get through as fit', async () => {
  // The model answers nobody before it is told to.
  const waiting: [ServerResponse, ChatRequest][] = [];
  model.script((...request) => void waiting.push(request));
  const answerAll = () => waiting.splice(0).forEach((request) => writes(ANGER!.sketch, USED)(...request));

  const [first] = visitors(1);
  const one = draft(first!);
  await expect.poll(() => waiting.length, SOON).toBe(1);
  const { reserved: each } = await counted();
  answerAll();
  expect((await one).type).toBe('brief');
  expect(await counted()).toEqual({ reserved: 0, spent: USED });

  const fit = Math.floor((DAY - USED) / each);
  expect(fit).toBeGreaterThan(1);
  expect(fit).toBeLessThan(50);
  const lines: AgentLine[] = [];
  const asked = visitors(50).map(async (visitor) => void lines.push(await draft(visitor)));
  await expect.poll(() => lines.length, SOON).toBe(50 - fit);
  expect(waiting).toHaveLength(fit);
  expect(lines.every((line) => line.type === 'failed' && line.error.code === 'spent')).toBe(true);
  answerAll();
  await Promise.all(asked);
  expect(lines.filter(({ type }) => type === 'brief')).toHaveLength(fit);
  expect(await counted()).toEqual({ reserved: 0, spent: (fit + 1) * USED });
});

test('who signed in on one server is signed in on the other, and signed out on both', async () => {
  const [one, other] = servers as [ServerProcess, ServerProcess];
  const ann = await register(one.url);
  expect((await visitorAs(ann, other.url).ask('GET', '/api/account')).body).toMatchObject({
    account: ann.account,
  });

  const credentials = { email: ann.account.email, password: PASSWORD };
  const phone = new Visitor(other.url);
  expect((await phone.ask('POST', '/api/account/sign-in', { body: credentials })).status).toBe(200);
  expect((await ann.ask('GET', '/api/account/devices')).body).toMatchObject({
    devices: expect.objectContaining({ length: 2 }),
  });

  expect((await phone.ask('POST', '/api/account/sign-out-everywhere', { body: {} })).status).toBe(200);
  expect((await ann.ask('GET', '/api/account')).body).toMatchObject({ account: null });
});

test('case 17: 200 sign-ins at once, on both servers: as many are heard as may be, and no more', async () => {
  const body = { email: 'nobody@example.org', password: PASSWORD };
  const answers = await Promise.all(
    visitors(200).map((visitor) => visitor.ask('POST', '/api/account/sign-in', { body })),
  );
  const by = Map.groupBy(answers, ({ status }) => status);
  const may = SIGN_IN.find((limit) => limit.by === 'both')!.points;
  expect(by.get(401)).toHaveLength(may);
  expect(by.get(429)).toHaveLength(200 - may);
  for (const { headers } of by.get(429)!) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
});

test('what is pushed to one server is pulled from the other, as long as a push may be', async () => {
  const [one, other] = servers as [ServerProcess, ServerProcess];
  const ann = await register(one.url);
  const { id } = ann.account;
  const sent = Array.from({ length: MOST_ITEMS }, () => runItem());
  const padded = { ...sent[0]!, id: 'malformed', body: 'x'.repeat(600 * 1024) };
  const pushes = [pushOf(id, [...sent.slice(1), padded]), pushOf(id, sent.slice(0, 1))];
  const answers = await Promise.all(
    pushes.map((body, i) => visitorAs(ann, [one, other][i]!.url).ask('POST', '/api/sync/push', { body })),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  for (const { url } of servers) {
    const body = { ...pullOf(id), limit: MOST_ROWS };
    const answer = PullAnswer.parse((await visitorAs(ann, url).ask('POST', '/api/sync/pull', { body })).body);
    if (answer.type === 'reset') throw new Error('reset');
    expect(answer.rows.map((row) => row.seq)).toEqual(sent.map((_, i) => i + 1));
    expect(answer.rows.map((row) => row.id).sort()).toEqual(sent.map((item) => item.id).sort());
  }
});

test('of the set-up tokens that both printed one makes an administrator', async () => {
  const tokens = servers.map((server) => /set-up token .*: ([\da-f]{32})/.exec(server.said())![1]!);
  const [one, other] = servers as [ServerProcess, ServerProcess];
  const admin = await register(other.url, tokens[0]);
  expect(admin.account.role).toBe('admin');
  await expect(register(one.url, tokens[1])).rejects.toThrow('setup_token_wrong');
});
