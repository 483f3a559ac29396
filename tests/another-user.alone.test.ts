import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { keepAsset } from '../server/assets/assets.ts';
import { shelfOf } from '../server/assets/open.ts';
import { push } from '../server/sync/push.ts';
import type { Asset } from '../src/lib/core/asset.ts';
import type { Answered } from './visitor.ts';
import { startApi, type ApiServer } from './api-server.ts';
import { jobRequest } from './fixtures/cloud.ts';
import { processing, scriptedReplicate, type ScriptedReplicate } from './fixtures/scripted-replicate.ts';
import { wavFile } from './fixtures/sounds.ts';
import { anotherSession, feedbackItem, pullOf, pushOf, runItem } from './fixtures/sync-records.ts';
import { API_FILES, routeId } from './routes.ts';
import { signedIn, someoneIn, type Someone } from './someone.ts';
import { PASSWORD, Visitor } from './visitor.ts';
import { rowsOf } from './whole-user.ts';

/** Somebody who has something of everything, and what others would have to know of it. */
interface Victim {
  someone: Someone;
  device: string;
  run: string;
  asset: Asset;
  job: string;
  password: string;
}

interface Aimed {
  path: string;
  body?: unknown;
}

const NEXT_PASSWORD = 'another long enough password';

/** Every endpoint that is a user's, asked for what is the victim's as the victim would ask. What deletes comes last. */
const AIMED: Record<string, (victim: Victim) => Aimed> = {
  'GET /api/account/devices': () => ({ path: '/api/account/devices' }),
  'GET /api/account/export': () => ({ path: '/api/account/export' }),
  'GET /api/history': () => ({ path: '/api/history' }),
  'POST /api/sync/pull': ({ someone }) => ({ path: '/api/sync/pull', body: pullOf(someone.user.id) }),
  'POST /api/sync/push': ({ someone, run }) => ({
    path: '/api/sync/push',
    body: pushOf(someone.user.id, [feedbackItem(run, 'not mine')]),
  }),
  'GET /api/assets/[run]/[sha256]': ({ asset }) => ({ path: `/api/assets/${asset.run}/${asset.sha256}` }),
  'GET /api/cloud/jobs/[id]': ({ job }) => ({ path: `/api/cloud/jobs/${job}` }),
  'POST /api/cloud/jobs': ({ job }) => ({ path: '/api/cloud/jobs', body: jobRequest({ id: job }) }),
  'DELETE /api/cloud/jobs/[id]': ({ job }) => ({ path: `/api/cloud/jobs/${job}`, body: {} }),
  'DELETE /api/assets/[run]': ({ asset }) => ({ path: `/api/assets/${asset.run}`, body: {} }),
  'DELETE /api/account/devices/[id]': ({ device }) => ({ path: `/api/account/devices/${device}`, body: {} }),
  'PUT /api/account/password': () => ({
    path: '/api/account/password',
    body: { current: PASSWORD, next: NEXT_PASSWORD },
  }),
  'POST /api/account/sign-out-everywhere': () => ({ path: '/api/account/sign-out-everywhere', body: {} }),
  'DELETE /api/account': ({ password }) => ({ path: '/api/account', body: { password } }),
};

const folder = mkdtempSync(join(tmpdir(), 'attune-another-'));
let replicate: ScriptedReplicate;
let api: ApiServer;
let victim: Victim;
beforeAll(async () => {
  replicate = await scriptedReplicate();
  replicate.script(processing(20));
  api = await startApi({
    DATA_FOLDER: folder,
    REPLICATE_API_TOKEN: 'r8_secret',
    REPLICATE_BASE_URL: replicate.url,
  });
  victim = await someVictim();
});
afterAll(async () => {
  await api.stop();
  await replicate.stop();
  rmSync(folder, { recursive: true });
});

async function someVictim(): Promise<Victim> {
  const someone = await someoneIn(api, 'user');
  const { id } = someone.user;
  const session = anotherSession();
  await push(api.database, id, pushOf(id, [runItem(session)]));
  const owner = { user: id, run: session.id };
  const asset = await keepAsset(shelfOf(api.database), owner, wavFile(1), 'audio/wav');
  const request = jobRequest();
  expect((await someone.ask('POST', '/api/cloud/jobs', { body: request })).status).toBe(200);
  const isUnderWay = async () => {
    const { body } = await someone.ask('GET', `/api/cloud/jobs/${request.id}`);
    expect(body).toMatchObject({ state: 'processing' });
  };
  await vi.waitFor(isUnderWay, { timeout: 60_000 });
  const { body } = await someone.ask('GET', '/api/account/devices');
  const [{ id: device }] = (body as { devices: [{ id: string }] }).devices;
  return { someone, device, run: session.id, asset, job: request.id, password: PASSWORD };
}

function ask(visitor: Visitor, name: string): Promise<Answered> {
  const { path, body } = AIMED[name]!(victim);
  return visitor.ask(name.split(' ')[0]!, path, body === undefined ? {} : { body });
}

/** @returns all rows of the victim. When a piece was last looked at is the server's own doing. */
async function kept(): Promise<object> {
  const rows = await rowsOf(api.database, victim.someone.user.id);
  return { ...rows, cloud_jobs: rows.cloud_jobs?.map((job) => ({ ...(job as object), checkedAt: null })) };
}

test('every endpoint of users is aimed at', async () => {
  const names: string[] = [];
  for (const [file, load] of Object.entries(API_FILES)) {
    for (const [method, handler] of Object.entries(await load())) {
      if (handler!.access === 'user') names.push(`${method} ${routeId(file)}`);
    }
  }
  expect(Object.keys(AIMED).sort()).toEqual(names.sort());
});

test.each(Object.keys(AIMED))(
  '%s gives nobody else what is the victim’s, and changes nothing of it',
  async (name) => {
    const { someone, asset, job, run } = victim;
    const before = await kept();
    const cancelled = replicate.cancelled.length;
    for (const visitor of [
      new Visitor(api.url),
      await someoneIn(api, 'user'),
      await someoneIn(api, 'admin'),
    ]) {
      const { status, body } = await ask(visitor, name);
      if (!('user' in visitor)) expect(status).toBe(401);
      else if (name.includes('[')) expect(status).toBe(404);
      const text = JSON.stringify(body);
      for (const secret of [someone.user.id, someone.user.email, asset.sha256, run]) {
        expect(text).not.toContain(secret);
      }
      expect(text).not.toMatch(/RIFF/);
    }
    expect(await kept()).toEqual(before);
    const sound = await someone.ask('GET', `/api/assets/${asset.run}/${asset.sha256}`);
    expect([sound.status, sound.body]).toEqual([200, expect.stringMatching(/^RIFF/)]);
    expect(replicate.cancelled).toHaveLength(cancelled);
    expect((await someone.ask('GET', `/api/cloud/jobs/${job}`)).body).toMatchObject({ state: 'processing' });
  },
);

test('all of it is the victim’s to ask for', async () => {
  for (const name of Object.keys(AIMED)) {
    // Some of them sign out.
    const device = await signedIn(api, victim.someone.user);
    expect((await ask(device, name)).status, name).toBe(200);
    if (name === 'PUT /api/account/password') victim.password = NEXT_PASSWORD;
  }
});
