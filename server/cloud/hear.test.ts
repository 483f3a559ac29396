import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cloudJobs, webhookIds } from '../../drizzle/schema.ts';
import { migratedDatabase } from '../../tests/database.ts';
import { anyUser, cloudOn, from, jobRequest, SECRET, webhookRequest } from '../../tests/fixtures/cloud.ts';
import {
  failed,
  processing,
  scriptedReplicate,
  succeeded,
  type ScriptedReplicate,
  type Told,
} from '../../tests/fixtures/scripted-replicate.ts';
import { wavFile } from '../../tests/fixtures/sounds.ts';
import { Database } from '../database/database.ts';
import { seeJob, startJob, type Cloud } from './cloud.ts';
import { hearWebhook } from './hear.ts';

const database = new Database(await migratedDatabase());
let replicate: ScriptedReplicate;
let cloud: Cloud;
let user: string;
let id: string;
let prediction: string;
beforeAll(async () => void (replicate = await scriptedReplicate()));
afterAll(async () => {
  await replicate.stop();
  await database.close();
});
beforeEach(async () => {
  replicate.script({});
  user = await anyUser(database);
  // Nobody looks: what is known was heard.
  cloud = cloudOn(database, replicate.url, { pace: 1e9 });
  id = (await startJob(cloud, from(user), jobRequest())).id;
  const rows = await database.use((queries) => queries.select().from(cloudJobs));
  prediction = rows.find((row) => row.id === id)!.predictionId!;
});

const told = (what: Partial<Told>): object => ({
  id: prediction,
  output: null,
  error: null,
  logs: '',
  ...what,
});
const hear = (request: Request) => hearWebhook(cloud, request, SECRET);
const state = async () => (await seeJob(cloud, user, id)).state;
const now = () => Math.floor(Date.now() / 1000);

test('case 23: a webhook that is replayed counts once', async () => {
  let fetched = 0;
  const address = replicate.serve((response) => void (fetched++, response.end(wavFile(0.2))));
  const message = { id: `msg_${randomUUID()}` };
  const same = () => webhookRequest(told(succeeded(address)), message);
  await Promise.all([hear(same()), hear(same()), hear(same())]);
  await hear(same());
  expect(await state()).toBe('succeeded');
  expect(fetched).toBe(1);
  const ids = await database.use((queries) => queries.select().from(webhookIds));
  expect(ids.filter((one) => one.id === message.id)).toHaveLength(1);
});

test.each<[string, (request: Request) => Request]>([
  [
    'signed with another secret',
    () => webhookRequest(told(failed('x')), { secret: 'whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldA==' }),
  ],
  [
    'with another body',
    ({ headers }) => new Request('http://attune.test', { method: 'POST', headers, body: '{}' }),
  ],
  ...['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(
    (name): [string, (request: Request) => Request] => [
      `without ${name}`,
      (request) => (request.headers.delete(name), request),
    ],
  ),
  ['under another id', (request) => (request.headers.set('webhook-id', 'msg_other'), request)],
  ['with an empty signature', (request) => (request.headers.set('webhook-signature', 'v1,'), request)],
  [
    'of another scheme',
    (request) => {
      const signature = request.headers.get('webhook-signature')!.replaceAll('v1,', 'v1a,');
      request.headers.set('webhook-signature', signature);
      return request;
    },
  ],
])('case 23: a webhook %s is forged', async (_, forge) => {
  await expect(hear(forge(webhookRequest(told(failed('x')))))).rejects.toMatchObject({ status: 403 });
  expect(await state()).toBe('starting');
});

test.each([
  [-301, 403],
  [301, 403],
  [-290, null],
  [290, null],
])('case 23: a webhook that is %i s away is stale beyond five minutes', async (age, status) => {
  const hearing = hear(webhookRequest(told(failed('x')), { timestamp: now() + age }));
  if (status === null) await hearing;
  else await expect(hearing).rejects.toMatchObject({ status });
  expect(await state()).toBe(status === null ? 'failed' : 'starting');
});

test('case 23: out of order, nothing goes back, and a final state is never left', async () => {
  await hear(webhookRequest(told(processing(60))));
  await hear(webhookRequest(told({ status: 'starting' })));
  await hear(webhookRequest(told(processing(30))));
  expect(await seeJob(cloud, user, id)).toMatchObject({ state: 'processing', fraction: 0.6 });
  await hear(webhookRequest(told(succeeded(replicate.serve(wavFile(0.2))))));
  const done = await seeJob(cloud, user, id);
  expect(done.state).toBe('succeeded');
  for (const late of [
    processing(90),
    failed('late'),
    { status: 'canceled' },
    succeeded('https://replicate.delivery/x'),
  ]) {
    await hear(webhookRequest(told(late)));
    expect(await seeJob(cloud, user, id)).toEqual(done);
  }
});

test('what is not ours yet is to come again', async () => {
  const message = { id: `msg_${randomUUID()}` };
  await expect(hear(webhookRequest(told({ id: 'p999', ...failed('x') }), message))).rejects.toMatchObject({
    status: 404,
  });
  await hear(webhookRequest(told(failed('x')), message));
  expect(await state()).toBe('failed');
});

test('what is signed and no prediction is refused', async () => {
  await expect(hear(webhookRequest({ hello: 'world' }))).rejects.toMatchObject({ status: 400 });
});
