import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi, type Mock } from 'vitest';
import { events, systemLogs } from '../../drizzle/schema.ts';
import { LogPage, Statistics, TablePage, Tables } from '../../src/lib/core/wire/admin.ts';
import { startApi, type ApiServer } from '../../tests/api-server.ts';
import { scriptedModel, fails, type ScriptedModel } from '../../tests/fixtures/scripted-model.ts';
import { register, Visitor, type Member } from '../../tests/visitor.ts';
import { EXAMPLES } from '../agents/examples.ts';
import { offerSetUp } from '../auth/set-up.ts';
import { openLedger, type Ledger } from '../log/ledger.ts';
import { log } from '../log/log.ts';

const METRICS_TOKEN = 'a token of the metrics';

let model: ScriptedModel;
let api: ApiServer;
let ledger: Ledger;
let admin: Member;
let user: Member;
let lines: Mock<(line: string) => boolean>;

beforeAll(async () => {
  lines = vi.spyOn(Reflect.get(log, pino.symbols.streamSym) as { write(line: string): boolean }, 'write');
  lines.mockReturnValue(true);
  model = await scriptedModel();
  api = await startApi({
    METRICS_TOKEN,
    OPENAI_API_KEY: 'sk-key',
    OPENAI_BASE_URL: model.url,
    OPENAI_MODEL: 'scripted',
  });
  ledger = openLedger(() => Promise.resolve(api.database));
  let said = '';
  await offerSetUp(api.database, (line) => (said = line));
  admin = await register(api.url, /[\da-f]{32}$/.exec(said)![0]);
  user = await register(api.url);
});
afterAll(async () => {
  await ledger.close();
  await api.stop();
  await model.stop();
});

const PATHS = ['logs', 'logs/operations', 'tables', 'tables/users', 'statistics'];

test.each(PATHS)('GET /api/admin/%s is for administrators', async (path) => {
  const asked = (visitor: Visitor) => visitor.ask('GET', `/api/admin/${path}`);
  expect(await asked(new Visitor(api.url))).toMatchObject({
    status: 401,
    body: { error: { code: 'signed_out' } },
  });
  expect(await asked(user)).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
  const { status, headers } = await asked(admin);
  expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
});

test('what is no question is refused, and what is not there', async () => {
  const status = async (path: string) => (await admin.ask('GET', `/api/admin/${path}`)).status;
  expect(await status('logs?status=broken')).toBe(400);
  expect(await status('logs?user_id=1')).toBe(400);
  expect(await status('statistics?span=1y')).toBe(400);
  expect(await status('tables/users?after=%5B1')).toBe(400);
  expect(await status('tables/settings')).toBe(404);
  expect(await status('tables/users%20where%201')).toBe(404);
});

test('answers are what their schemas say', async () => {
  const body = async (path: string) => (await admin.ask('GET', `/api/admin/${path}`)).body;
  expect(Statistics.parse(await body('statistics?span=7d')).people.users).toBe(2);
  const { tables } = Tables.parse(await body('tables'));
  for (const { name, orders } of tables) {
    TablePage.parse(await body(`tables/${name}?order=${orders[0]}&direction=rising&limit=1`));
  }
  const page = TablePage.parse(await body('tables/users'));
  expect(JSON.stringify(page)).not.toContain(user.account.email);
  expect(JSON.stringify(page)).toContain(`${user.account.email[0]}***@***`);
});

test('the id of an error, and of an answer, finds its line', async () => {
  const { body, headers } = await user.ask('GET', '/api/admin/logs');
  const { id } = (body as { error: { id: string } }).error;
  expect(headers.get('x-request-id')).toBe(id);
  await ledger.logs.flush();
  const found = await admin.ask('GET', `/api/admin/logs?request=${id}`);
  expect(LogPage.parse(found.body)).toMatchObject({
    lines: [{ requestId: id, operation: 'GET /api/admin/logs', status: 'refused', message: 'forbidden' }],
    next: null,
  });
  expect(lines.mock.calls.join()).toContain(id);
});

test('the log, its table and the events have nothing of what people wrote', async () => {
  const secret = (name: string) => `sekret${name}`;
  const email = `${secret('mail')}@example.org`;
  const visitor = new Visitor(api.url);
  await visitor.ask('POST', '/api/account/register', {
    body: { email, password: secret('password'), locale: 'en' },
  });
  await visitor.ask('POST', '/api/account/sign-in', { body: { email, password: secret('wrong password') } });
  await visitor.ask('POST', '/api/account/sign-in', { body: { email, [secret('field')]: 1 } });
  await visitor.ask('PUT', '/api/account/password', { body: secret('body') });
  await user.ask('GET', `/api/admin/logs?word=${secret('word')}`);
  await visitor.ask('GET', `/api/account/${secret('path')}?${secret('query')}`);

  // What endpoints of language models say of a request may have it in it.
  const [{ task }] = EXAMPLES.merge as [(typeof EXAMPLES.merge)[number]];
  const words = `${secret('words')}, sadness`;
  for (const body of [
    { brief: task.brief, words },
    { brief: { ...task.brief, emotion: secret('emotion') }, words },
  ]) {
    model.script(fails(400, {}, { message: words, code: words, param: words, type: words }));
    await visitor.ask('POST', '/api/agents/merge', { body });
  }
  const written = { comment: secret('comment'), prompt: secret('prompt') };
  const push = { protocol: 1, epoch: null, user: user.account.id, client: user.account.id };
  const pushed = await user.ask('POST', '/api/sync/push', {
    body: { ...push, items: [{ body: JSON.stringify(written) }] },
  });
  expect(pushed.status).toBe(200);

  await ledger.logs.flush();
  await ledger.events.flush();
  const [logs, told] = await api.database.use(async (queries) => [
    await queries.select().from(systemLogs),
    await queries.select().from(events),
  ]);
  expect(logs.map(({ operation }) => operation)).toEqual(
    expect.arrayContaining(['POST /api/account/sign-in', 'agent merge']),
  );
  expect(told).toMatchObject([{ agent: 'merge', type: 'failed', payload: { code: 'unavailable' } }]);
  const all = JSON.stringify([lines.mock.calls, logs, told]);
  expect(all).not.toMatch(/sekret|sadness|example\.org/);
  // The marks would be found: the operation is.
  expect(lines.mock.calls.join()).toContain('POST /api/account/sign-in');
});

test('Prometheus reads with the token alone', async () => {
  const asked = (authorization?: string) =>
    new Visitor(api.url).ask('GET', '/api/metrics', { headers: authorization ? { authorization } : {} });
  for (const wrong of [undefined, 'Bearer nothing', `Basic ${METRICS_TOKEN}`]) {
    expect(await asked(wrong)).toMatchObject({ status: 401, body: '' });
  }
  const { status, headers, body } = await asked(`Bearer ${METRICS_TOKEN}`);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(body).toMatch(/^attune_http_requests_total\{method="GET",route="\/api\/metrics",status="401"\} 3$/m);
  expect(body).toMatch(
    /^attune_operations_total\{operation="GET \/api\/admin\/logs",status="refused"\} [1-9]/m,
  );
  expect(body).toMatch(/^attune_sync_items_total\{outcome="rejected"\} 1$/m);
  expect(body).toMatch(/^attune_http_request_seconds_bucket\{le="0\.005",method="GET",route="none"\} \d/m);
});
