import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { like } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { budgets, rateLimits } from '../../drizzle/schema.ts';
import { startApi, type ApiServer } from '../../tests/api-server.ts';
import { jobRequest, SECRET, webhookRequest } from '../../tests/fixtures/cloud.ts';
import {
  hangs,
  processing,
  refuses,
  scriptedReplicate,
  succeeded,
  type ScriptedReplicate,
} from '../../tests/fixtures/scripted-replicate.ts';
import { wavFile } from '../../tests/fixtures/sounds.ts';
import { unzip } from '../../tests/unzip.ts';
import { PASSWORD, register, Visitor, type Member } from '../../tests/visitor.ts';
import type { Asset } from '../../src/lib/core/asset.ts';
import { Job, type JobRequest } from '../../src/lib/core/wire/cloud.ts';
import { sharesOf } from '../agents/budget.ts';
import { SOUNDS } from '../assets/limits.ts';
import { begin } from '../budgets/database-counts.ts';
import { isOver } from './cloud.ts';
import { LOOK } from './limits.ts';

const SOUND = wavFile(1);
const folder = mkdtempSync(join(tmpdir(), 'attune-cloud-api-'));
let replicate: ScriptedReplicate;
let api: ApiServer;
let ann: Member;
let bob: Member;
beforeAll(async () => {
  replicate = await scriptedReplicate();
  api = await startApi({
    DATA_FOLDER: folder,
    ORIGIN: 'https://attune.example',
    CLOUD_ATTEMPTS: '2',
    REPLICATE_API_TOKEN: 'r8_secret',
    REPLICATE_BASE_URL: replicate.url,
    REPLICATE_WEBHOOK_SECRET: SECRET,
  });
  [ann, bob] = [await register(api.url), await register(api.url)];
});
afterAll(async () => {
  await api.stop();
  await replicate.stop();
});

const start = (visitor: Visitor, body: JobRequest) => visitor.ask('POST', '/api/cloud/jobs', { body });

async function made(visitor: Visitor, request: JobRequest): Promise<Asset> {
  expect(await start(visitor, request)).toMatchObject({ status: 200 });
  for (;;) {
    const job = Job.parse((await visitor.ask('GET', `/api/cloud/jobs/${request.id}`)).body);
    if (isOver(job)) return job.asset!;
    await sleep(100);
  }
}

const pathOf = ({ run, sha256 }: Asset): string => `/api/assets/${run}/${sha256}`;

test('there is a cloud, and it takes a user', async () => {
  const guest = new Visitor(api.url);
  expect((await guest.ask('GET', '/api/cloud')).body).toMatchObject({ available: true, daily: 1200 });
  expect(await start(guest, jobRequest())).toMatchObject({
    status: 401,
    body: { error: { code: 'signed_out' } },
  });
});

test('a piece is made, its sound is its owner’s alone, and goes when it is deleted', async () => {
  replicate.script(processing(50), succeeded(replicate.serve(SOUND)));
  const request = jobRequest();
  const asset = await made(ann, request);
  expect(replicate.asked[0]).toMatchObject({ webhook: 'https://attune.example/api/cloud/webhook' });

  const whole = await ann.fetch('GET', pathOf(asset));
  expect(Buffer.from(await whole.arrayBuffer())).toEqual(Buffer.from(SOUND));
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    'content-type': 'audio/wav',
    'cache-control': 'no-store',
    'content-disposition': expect.stringMatching(/^attachment; filename="attune-[\w-]+\.wav"$/),
    'x-content-type-options': 'nosniff',
    vary: 'cookie',
  });
  const part = await ann.fetch('GET', pathOf(asset), { headers: { range: 'bytes=4-7' } });
  expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 4-7/${SOUND.length}`]);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(Buffer.from(SOUND.subarray(4, 8)));
  const beyond = await ann.fetch('GET', pathOf(asset), { headers: { range: `bytes=${SOUND.length}-` } });
  expect(beyond.status).toBe(416);
  const known = await ann.fetch('GET', pathOf(asset), { headers: { 'if-none-match': `"${asset.sha256}"` } });
  expect(known.status).toBe(304);

  const refused = { status: 404 };
  expect(await bob.ask('GET', pathOf(asset))).toMatchObject(refused);
  expect(await bob.ask('DELETE', `/api/assets/${asset.run}`)).toMatchObject(refused);
  for (const method of ['GET', 'DELETE']) {
    expect(await bob.ask(method, `/api/cloud/jobs/${request.id}`)).toMatchObject(refused);
  }
  expect(await new Visitor(api.url).ask('GET', pathOf(asset))).toMatchObject({ status: 401 });

  const file = join(folder, 'assets', ann.account.id, asset.run, asset.sha256);
  expect(existsSync(file)).toBe(true);
  expect(await ann.ask('DELETE', `/api/assets/${asset.run}`)).toMatchObject({ status: 200 });
  expect(existsSync(file)).toBe(false);
  expect(await ann.ask('GET', pathOf(asset))).toMatchObject({
    status: 404,
    body: { error: { code: 'asset_gone' } },
  });
});

test('what is no request is refused before anybody is asked', async () => {
  replicate.script({});
  const wrong: [object, string][] = [
    [{ id: '../../etc' }, 'id'],
    [{ prompt: '' }, 'prompt'],
    [{ prompt: { $ne: null } }, 'prompt'],
    [{ duration: 121 }, 'duration'],
    [{ duration: 1.5 }, 'duration'],
    [{ version: 'small' }, 'version'],
    [{ recording: { use: 'melody', audio: 'x' } }, 'version'],
    [{ recording: { use: 'melody', audio: 'x', url: 'http://169.254.169.254/' } }, 'recording'],
  ];
  for (const [part, field] of wrong) {
    const answer = await start(ann, { ...jobRequest(), ...part } as JobRequest);
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { code: 'bad_request', details: { field } } },
    });
  }
  expect(replicate.requests).toEqual([]);
});

test('Replicate is asked as often as it is set', async () => {
  replicate.script({});
  replicate.interrupt('/predictions', refuses(500), refuses(500), refuses(500));
  expect(await start(ann, jobRequest())).toMatchObject({ status: 503 });
  expect(replicate.requests).toEqual(['POST /predictions', 'POST /predictions']);
});

test('a recording of a minute gets through', async () => {
  replicate.script({});
  const audio = Buffer.from(wavFile(30)).toString('base64');
  const request = jobRequest({ recording: { use: 'continue', audio } });
  expect(await start(ann, request)).toMatchObject({ status: 200 });
  expect(replicate.uploads[0]).toBeGreaterThan(3_800_000);
  await ann.ask('DELETE', `/api/cloud/jobs/${request.id}`);
});

test('stopping a piece stops it there', async () => {
  replicate.script(processing(10));
  const request = jobRequest();
  await start(ann, request);
  const stopped = await ann.ask('DELETE', `/api/cloud/jobs/${request.id}`);
  expect(stopped).toMatchObject({ status: 200, body: { state: 'canceled' } });
  expect(replicate.cancelled).toHaveLength(1);
});

test('case 23: Replicate is heard over HTTP without a cookie, and nobody else is', async () => {
  replicate.script({});
  // Whoever looks waits; what comes to be known was heard.
  const request = jobRequest();
  await start(ann, request);
  replicate.interrupt('/predictions/id', hangs, hangs, hangs);
  const { headers, body } = webhookRequest({ id: replicate.last(), ...succeeded(replicate.serve(SOUND)) });
  const text = await new Response(body).text();
  const post = (sent: Headers) =>
    fetch(`${api.url}/api/cloud/webhook`, { method: 'POST', headers: sent, body: text });
  const forged = new Headers(headers);
  forged.set('webhook-signature', 'v1,AAAA');
  expect((await post(forged)).status).toBe(403);
  expect((await post(headers)).status).toBe(200);
  expect((await ann.ask('GET', `/api/cloud/jobs/${request.id}`)).body).toMatchObject({ state: 'succeeded' });
  expect((await post(headers)).status).toBe(200);
});

test('an account takes its sounds along, and they go with it', async () => {
  replicate.script(succeeded(replicate.serve(SOUND)));
  const carl = await register(api.url);
  const asset = await made(carl, jobRequest({ id: randomUUID() }));
  const zip = await carl.fetch('GET', '/api/account/export');
  const files = unzip(Buffer.from(await zip.arrayBuffer()));
  const audio = [...files].find(([name]) => name.startsWith('audio/'));
  expect(audio?.[0]).toContain(asset.run);
  expect(audio?.[1]).toEqual(Buffer.from(SOUND));
  const file = join(folder, 'assets', carl.account.id, asset.run, asset.sha256);
  expect(existsSync(file)).toBe(true);
  expect(await carl.ask('DELETE', '/api/account', { body: { password: PASSWORD } })).toMatchObject({
    status: 200,
  });
  expect(existsSync(join(folder, 'assets', carl.account.id))).toBe(false);
});

test('an account that is deleted stops its pieces, and leaves no count of its own', async () => {
  replicate.script(processing(10));
  const eve = await register(api.url);
  await start(eve, jobRequest());
  const payer = { user: eve.account.id, address: '192.0.2.1' };
  const tokens = sharesOf(payer, { user: 9, network: 9, all: 9 }, new Date());
  await begin(api.database, tokens);
  expect(await eve.ask('DELETE', '/api/account', { body: { password: PASSWORD } })).toMatchObject({
    status: 200,
  });
  await expect.poll(() => replicate.cancelled).toEqual([replicate.last()]);
  const rows = await api.database.use((queries) => queries.select().from(budgets));
  expect(JSON.stringify(rows)).not.toContain(eve.account.id);
  expect(rows.find(({ scope }) => scope === 'seconds of all')).toMatchObject({ reserved: 0 });
});

test.each([
  ['piece', LOOK, `/api/cloud/jobs/${randomUUID()}`],
  ['sound', SOUNDS, `/api/assets/${randomUUID()}/${'0'.repeat(64)}`],
])('who asks for a %s again and again is told to wait', async (_, [limit], path) => {
  const dora = await register(api.url);
  expect(await dora.ask('GET', path)).toMatchObject({ status: 404 });
  const used = { points: limit!.points };
  await api.database.use((queries) =>
    queries
      .update(rateLimits)
      .set(used)
      .where(like(rateLimits.key, `${limit!.name}:%`)),
  );
  expect(await dora.ask('GET', path)).toMatchObject({ status: 429 });
  expect(await dora.ask('DELETE', path.replace(/\/0+$/, ''))).toMatchObject({ status: 429 });
});
