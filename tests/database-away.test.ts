import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXAMPLES } from '../server/agents/examples.ts';
import { emptyDatabase } from './database.ts';
import { openWay, type Way } from './database-way.ts';
import { scriptedModel, writes, type ScriptedModel } from './fixtures/scripted-model.ts';
import { startServer, type ServerProcess } from './server-process.ts';
import { PASSWORD, Visitor } from './visitor.ts';

/** Connections that a server has at most. */
const CONNECTIONS = 10;
const SOON = { timeout: 60_000 };
const [ANGER] = EXAMPLES.draft;
const DRAFT = { emotion: 'angry', affect: null, intent: 'soothe', duration: 30 };

let way: Way;
let model: ScriptedModel;
let server: ServerProcess;
let visitor: Visitor;
/** Past the way. */
let database: Connection;
beforeAll(async () => {
  const address = await emptyDatabase();
  database = await createConnection(address);
  way = await openWay(address);
  model = await scriptedModel();
  model.script(writes(ANGER!.sketch));
  server = await startServer({
    DATABASE_URL: `mysql://root@127.0.0.1:${way.address.port}/${address.database}`,
    OPENAI_API_KEY: 'key',
    OPENAI_BASE_URL: model.url,
    OPENAI_MODEL: 'scripted',
  });
  visitor = new Visitor(server.url);
});
afterAll(async () => {
  await server.stop();
  await Promise.all([database.end(), way.close(), model.stop()]);
});

const isReady = async () => (await visitor.ask('GET', '/api/ready')).status;
const signIn = () =>
  visitor.ask('POST', '/api/account/sign-in', { body: { email: 'ann@example.org', password: PASSWORD } });

async function isBusy(): Promise<number> {
  const [rows] = await database.query<RowDataPacket[]>(
    "SELECT 1 FROM information_schema.processlist WHERE db = DATABASE() AND state LIKE 'Waiting for table%'",
  );
  return rows.length;
}

test('case 15: with all connections in use the answer is 503, while they are; then all goes on', async () => {
  await expect.poll(isReady, SOON).toBe(200);
  await database.query('LOCK TABLES budgets WRITE');
  const drafts = Array.from({ length: CONNECTIONS }, () =>
    visitor.ask('POST', '/api/agents/draft', { body: DRAFT }),
  );
  await expect.poll(isBusy, SOON).toBe(CONNECTIONS);

  // Nothing lets go of a connection before these are answered.
  const [ready, refused] = await Promise.all([isReady(), signIn()]);
  expect(ready).toBe(503);
  expect(refused).toMatchObject({ status: 503, body: { error: { code: 'server_away' } } });
  expect(refused.headers.get('retry-after')).toBe('2');

  await database.query('UNLOCK TABLES');
  for (const { status, body } of await Promise.all(drafts)) {
    expect(status).toBe(200);
    expect(body).toContain('"type":"brief"');
  }
  expect(await isReady()).toBe(200);
  expect((await signIn()).status).toBe(401);
});

test('case 14: the database goes away and comes back, without a new start', async () => {
  await way.close();
  expect(await isReady()).toBe(503);
  expect(await signIn()).toMatchObject({ status: 503, body: { error: { code: 'server_away' } } });
  expect((await visitor.ask('GET', '/api/health')).status).toBe(200);
  expect((await visitor.ask('GET', '/')).status).toBe(200);

  await way.open();
  expect(await isReady()).toBe(200);
  expect((await signIn()).status).toBe(401);
});
