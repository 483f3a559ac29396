import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { budgets, cloudJobs } from '../../drizzle/schema.ts';
import { migratedDatabase } from '../../tests/database.ts';
import { anyUser, cloudOn, countedOf, from, jobRequest, PROMPT } from '../../tests/fixtures/cloud.ts';
import { BUCKET, scriptedBucket } from '../../tests/fixtures/scripted-bucket.ts';
import {
  failed,
  hangs,
  held,
  processing,
  refuses,
  resets,
  scriptedReplicate,
  succeeded,
  type ReplicateReply,
  type ScriptedReplicate,
} from '../../tests/fixtures/scripted-replicate.ts';
import { mp3File, wavFile } from '../../tests/fixtures/sounds.ts';
import type { Job, JobRequest } from '../../src/lib/core/wire/cloud.ts';
import { forgetRun, usedBy } from '../assets/assets.ts';
import { bucketStorage } from '../assets/bucket-storage.ts';
import { dayOf } from '../budgets/counts.ts';
import { Database } from '../database/database.ts';
import { Unavailable } from '../database/errors.ts';
import { log } from '../log/log.ts';
import { cancelJob, isOver, seeJob, startJob, type Cloud } from './cloud.ts';
import { follow } from './follow.ts';

// Fifty ask at once, and the machine may be busy.
const database = new Database(await migratedDatabase(), { patience: 60_000 });
const logged: string[] = [];
let replicate: ScriptedReplicate;
let user: string;
beforeAll(async () => void (replicate = await scriptedReplicate()));
afterAll(async () => {
  await replicate.stop();
  await database.close();
  expect(logged).not.toEqual([]);
  expect(logged.join('\n')).not.toMatch(new RegExp(`${PROMPT}|r8_secret`));
});
beforeEach(async () => {
  for (const level of ['warn', 'info', 'error'] as const) {
    vi.spyOn(log, level).mockImplementation((...line: unknown[]) => void logged.push(JSON.stringify(line)));
  }
  replicate.script({});
  user = await anyUser(database);
  await database.use((queries) => queries.delete(cloudJobs));
  await database.use((queries) => queries.delete(budgets));
});

const open = (part?: Partial<Cloud>): Cloud => cloudOn(database, replicate.url, part);

/** Looks until it is over. */
async function ended(cloud: Cloud, id: string): Promise<Job> {
  for (;;) {
    const job = await seeJob(cloud, user, id);
    if (isOver(job)) return job;
  }
}

async function made(request: JobRequest = jobRequest(), cloud = open()): Promise<Job> {
  await startJob(cloud, from(user), request);
  return ended(cloud, request.id);
}

const counted = () => countedOf(database, user);

describe('a piece', () => {
  test('is asked for in the model’s words, goes on to its end, and its sound is kept', async () => {
    const bytes = wavFile(1);
    const address = replicate.serve(bytes);
    replicate.script({}, processing(40), processing(20), succeeded(address));
    const cloud = open({ webhook: 'https://attune.example/api/cloud/webhook' });
    const request = jobRequest({ topP: 0.5, temperature: 1.2, guidance: 4, normalisation: 'rms' });
    const states: [string, number][] = [];
    let job = await startJob(cloud, from(user), request);
    while (!isOver(job)) {
      states.push([job.state, job.fraction]);
      job = await seeJob(cloud, user, request.id);
    }
    expect(states).toEqual([
      ['starting', 0],
      ['processing', 0.4],
      ['processing', 0.4],
    ]);
    expect(job).toEqual({
      id: request.id,
      state: 'succeeded',
      fraction: 1,
      error: null,
      asset: { run: request.id, sha256: expect.any(String), bytes: bytes.length, mediaType: 'audio/wav' },
    });
    expect(replicate.asked).toEqual([
      {
        version: '0'.repeat(64),
        webhook: cloud.webhook,
        webhook_events_filter: ['completed'],
        input: {
          prompt: PROMPT,
          duration: 10,
          model_version: 'stereo-large',
          output_format: 'wav',
          normalization_strategy: 'rms',
          top_k: 250,
          top_p: 0.5,
          temperature: 1.2,
          classifier_free_guidance: 4,
          seed: 7,
        },
      },
    ]);
    expect(replicate.headers[0]).toMatchObject({ authorization: 'Bearer r8_secret', 'cancel-after': '600s' });
    expect(await usedBy(database, user)).toBe(bytes.length);
    expect(await counted()).toEqual([0, 10]);
    const rows = await database.use((queries) => queries.select().from(cloudJobs));
    expect(JSON.stringify(rows)).not.toContain(PROMPT);
  });

  test('whose sound is gone is made anew under its id', async () => {
    replicate.script(succeeded(replicate.serve(wavFile(1))));
    const cloud = open();
    const request = jobRequest();
    await made(request, cloud);
    await forgetRun(cloud.shelf, { user, run: request.id });
    const again = await made(request, cloud);
    expect(again).toMatchObject({ state: 'succeeded', asset: { run: request.id } });
    expect(replicate.asked).toHaveLength(2);
  });

  test('that is asked for again is the same piece', async () => {
    replicate.script(succeeded(replicate.serve(mp3File(9))));
    const cloud = open();
    const request = jobRequest();
    await Promise.all([1, 2, 3].map(() => startJob(cloud, from(user), request)));
    const job = await ended(cloud, request.id);
    expect(await startJob(cloud, from(user), request)).toEqual(job);
    expect(job.asset?.mediaType).toBe('audio/mpeg');
    expect(replicate.asked).toHaveLength(1);
    expect(await counted()).toEqual([0, 10]);
  });

  test.each(['melody', 'continue'] as const)('takes a recording: %s', async (use) => {
    const recording = { use, audio: Buffer.from(wavFile(1)).toString('base64') };
    await startJob(open(), from(user), jobRequest({ version: 'melody-large', recording }));
    expect(replicate.requests.slice(0, 2)).toEqual(['POST /files', 'POST /predictions']);
    expect(replicate.uploads[0]).toBeGreaterThan(wavFile(1).length);
    expect(replicate.asked[0]?.input).toMatchObject({
      model_version: 'melody-large',
      input_audio: `${replicate.url}/files/file/content`,
      continuation: use === 'continue',
    });
  });

  test('takes no recording that is none, and asks nobody', async () => {
    const recording = { use: 'continue' as const, audio: btoa('<script>') };
    await expect(startJob(open(), from(user), jobRequest({ recording }))).rejects.toMatchObject({
      code: 'recording_unreadable',
    });
    expect(replicate.requests).toEqual([]);
    expect(await counted()).toEqual([0, 0]);
  });

  test('of another user is not there', async () => {
    const cloud = open();
    const request = jobRequest();
    await startJob(cloud, from(user), request);
    const stranger = await anyUser(database);
    await expect(seeJob(cloud, stranger, request.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(cancelJob(cloud, stranger, request.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await seeJob(cloud, user, request.id)).toMatchObject({ state: 'starting' });
  });

  test('is followed to its end though nobody asks', async () => {
    replicate.script({}, processing(10), succeeded(replicate.serve(wavFile(0.5))));
    const cloud = open({ pace: 0 });
    const request = jobRequest();
    await startJob(cloud, from(user), request);
    await follow(cloud, user, request.id, new AbortController().signal);
    expect(await seeJob(cloud, user, request.id)).toMatchObject({ state: 'succeeded' });
  });

  test('is copied by one of many that look at once', async () => {
    let fetched = 0;
    const address = replicate.serve((response) => void (fetched++, response.end(wavFile(0.5))));
    replicate.script({}, succeeded(address));
    const cloud = open();
    const request = jobRequest();
    await startJob(cloud, from(user), request);
    await Promise.all(Array.from({ length: 8 }, () => seeJob(cloud, user, request.id)));
    expect(await ended(cloud, request.id)).toMatchObject({ state: 'succeeded' });
    expect(fetched).toBe(1);
    expect(await counted()).toEqual([0, 10]);
  });
});

describe('what fails at the start', () => {
  const again: [string, ReplicateReply[]][] = [
    ['a reset', [resets]],
    ['429 that asks for a moment', [refuses(429, { 'retry-after': '0' })]],
    ['500 twice', [refuses(500), refuses(502)]],
    ['a hang', [hangs]],
  ];
  test.each(again)('%s is tried again', async (_, replies) => {
    replicate.interrupt('/predictions', ...replies);
    await startJob(open(), from(user), jobRequest());
    expect(replicate.requests.filter((line) => line === 'POST /predictions')).toHaveLength(
      replies.length + 1,
    );
    expect(replicate.asked).toHaveLength(1);
  });

  const fatal: [string, ReplicateReply[], number, object][] = [
    ['500 thrice', [refuses(500), refuses(500), refuses(500)], 3, { code: 'cloud_away' }],
    ['three resets', [resets, resets, resets], 3, { code: 'cloud_away' }],
    [
      '429 that asks for an hour',
      [refuses(429, { 'retry-after': '3600' })],
      1,
      { code: 'cloud_busy', details: { seconds: 3600 } },
    ],
    ['401', [refuses(401)], 1, { code: 'cloud_misconfigured', details: { status: 401 } }],
    ['402', [refuses(402)], 1, { code: 'cloud_misconfigured', details: { status: 402 } }],
    [
      '422',
      [refuses(422, {}, 'input.duration: too long')],
      1,
      { code: 'cloud_refused', details: { reason: 'input.duration: too long' } },
    ],
    ['no JSON', [(response) => void response.end('<html>')], 1, { code: 'cloud_away' }],
    [
      'no prediction',
      [(response) => void response.end('{"id":"../x","status":"new"}')],
      1,
      { code: 'cloud_away' },
    ],
  ];
  test.each(fatal)('%s is said, and costs nothing', async (_, replies, times, error) => {
    replicate.interrupt('/predictions', ...replies);
    const cloud = open();
    const request = jobRequest();
    await expect(startJob(cloud, from(user), request)).rejects.toMatchObject(error);
    expect(replicate.requests).toHaveLength(times);
    expect(await counted()).toEqual([0, 0]);
    expect(await seeJob(cloud, user, request.id)).toMatchObject({ state: 'failed', error });
    // Another try under the same id begins anew.
    replicate.script(succeeded(replicate.serve(wavFile(0.2))));
    expect(await made(request, cloud)).toMatchObject({ state: 'succeeded', error: null });
  });
});

describe('what fails later', () => {
  const lies: [string, () => unknown, string | RegExp][] = [
    ['nothing', () => null, 'empty'],
    ['an empty text', () => '', 'empty'],
    ['an object', () => ({ url: 'https://replicate.delivery/x' }), 'not an address'],
    ['words', () => 'done!', 'not an address'],
    [
      'an address elsewhere',
      () => 'https://replicate.delivery.evil.example/x.wav',
      'replicate.delivery.evil.example',
    ],
    ['the network behind us', () => 'http://169.254.169.254/latest/meta-data', '169.254.169.254'],
    ['delivery without TLS', () => 'http://replicate.delivery/x.wav', 'replicate.delivery'],
    ['another port', () => 'https://replicate.delivery:8443/x.wav', 'replicate.delivery:8443'],
    ['a file', () => 'file:///etc/passwd', 'file:'],
    ['what is not there', () => replicate.serve(refuses(404)), '404'],
    ['a page', () => replicate.serve(Buffer.from('<!doctype html>')), 'no sound'],
    [
      'a way elsewhere',
      () =>
        replicate.serve(
          (response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
        ),
      '302',
    ],
    [
      'what has no end',
      () =>
        replicate.serve((response) => {
          const megabyte = Buffer.alloc(2 ** 20);
          const more = (): void => void (response.destroyed || response.write(megabyte, more));
          more();
        }),
      '> 32 MiB',
    ],
  ];
  test.each(lies)('an output of %s is an error', async (_, output, reason) => {
    replicate.script(succeeded(output()));
    expect(await made()).toMatchObject({
      state: 'failed',
      asset: null,
      error: { code: 'cloud_unusable', details: { reason } },
    });
    expect(await usedBy(database, user)).toBe(0);
    // It ran, and that is what costs.
    expect(await counted()).toEqual([0, 10]);
  });

  test('an output that is away for a moment is fetched again', async () => {
    const replies: ReplicateReply[] = [refuses(503), resets, (response) => void response.end(wavFile(0.2))];
    replicate.script(succeeded(replicate.serve((response) => replies.shift()!(response))));
    expect(await made()).toMatchObject({ state: 'succeeded' });
  });

  test('a prediction that fails says why', async () => {
    replicate.script(processing(10), failed('CUDA out of\n memory'));
    const error = { code: 'cloud_failed', details: { reason: 'CUDA out of memory' } };
    expect(await made()).toMatchObject({ state: 'failed', error });
    expect(await counted()).toEqual([0, 10]);
  });

  test.each([
    ['canceled', '2026-11-30T12:00:00Z', 10],
    ['aborted', null, 0],
  ])('one that is %s there is stopped here', async (status, started_at, spent) => {
    replicate.script({ status, started_at });
    expect(await made()).toMatchObject({ state: 'canceled', error: null });
    expect(await counted()).toEqual([0, spent]);
  });

  test('a look that fails changes nothing', async () => {
    replicate.script(processing(30), processing(30), succeeded(replicate.serve(wavFile(0.2))));
    const cloud = open();
    const request = jobRequest();
    await startJob(cloud, from(user), request);
    replicate.interrupt('/predictions/id', refuses(500), refuses(500), refuses(500), refuses(401));
    const same = { state: 'processing', fraction: 0.3, error: null };
    expect(await seeJob(cloud, user, request.id)).toMatchObject(same);
    expect(await seeJob(cloud, user, request.id)).toMatchObject(same);
    expect(await ended(cloud, request.id)).toMatchObject({ state: 'succeeded' });
  });

  test('a bucket that is away for a moment costs no piece', async () => {
    const bucket = await scriptedBucket();
    onTestFinished(() => bucket.stop());
    const storage = bucketStorage({ endpoint: bucket.url, ...BUCKET });
    const cloud = open({ shelf: { database, storage, quota: 1e9 } });
    replicate.script({}, succeeded(replicate.serve(wavFile(0.2))));
    const request = jobRequest();
    await startJob(cloud, from(user), request);
    bucket.fail(403);
    await expect(seeJob(cloud, user, request.id)).rejects.toThrow(Unavailable);
    expect(await seeJob(cloud, user, request.id)).toMatchObject({ state: 'copying' });
    const later = { ...cloud, clock: () => new Date(Date.now() + 300_000) };
    expect(await seeJob(later, user, request.id)).toMatchObject({ state: 'succeeded' });
    expect(await usedBy(database, user)).toBe(wavFile(0.2).length);
  });

  test('one that takes too long is given up, here and there', async () => {
    replicate.script(processing(30));
    const cloud = open({ deadline: -1 });
    const request = jobRequest();
    await startJob(cloud, from(user), request);
    expect(await ended(cloud, request.id)).toMatchObject({ error: { code: 'cloud_late' } });
    expect(replicate.cancelled).toHaveLength(1);
  });

  test('one that is being copied is given up once nobody copies it any more', async () => {
    const sound = held((response) => response.end(wavFile(0.2)));
    replicate.script({}, succeeded(replicate.serve(sound.reply)));
    let now = Date.now();
    const cloud = open({ deadline: 1000, clock: () => new Date(now) });
    const request = jobRequest();
    await startJob(cloud, from(user), request);
    const looking = seeJob(cloud, user, request.id);
    await sound.asked;
    now += 2000;
    expect(await seeJob(cloud, user, request.id)).toMatchObject({ state: 'copying' });
    now += 2 * cloud.copying.overall;
    replicate.interrupt('/predictions/id', refuses(401));
    expect(await seeJob(cloud, user, request.id)).toMatchObject({ error: { code: 'cloud_late' } });
    sound.send();
    expect(await looking).toMatchObject({ state: 'failed' });
    expect(await usedBy(database, user)).toBe(0);
  });

  test('where there is no room left for its sound, nothing is asked for', async () => {
    const cloud = open();
    cloud.shelf = { ...cloud.shelf, quota: 1_279_999 };
    await expect(startJob(cloud, from(user), jobRequest())).rejects.toMatchObject({ code: 'asset_quota' });
    expect(replicate.requests).toEqual([]);
    expect(await counted()).toEqual([0, 0]);
  });

  test('where there is no room left, what is made already is still to be had', async () => {
    replicate.script(succeeded(replicate.serve(wavFile(0.2))));
    const cloud = open();
    const request = jobRequest();
    const job = await made(request, cloud);
    cloud.shelf = { ...cloud.shelf, quota: 0 };
    expect(await startJob(cloud, from(user), request)).toEqual(job);
  });
});

describe('budgets', () => {
  test('case 22: 50 parallel at the last seconds of all: exactly as many get through as fit', async () => {
    const people = await Promise.all(Array.from({ length: 50 }, () => anyUser(database)));
    const cloud = open({ limits: { user: 1000, network: 1e6, all: 75 } });
    const asked = await Promise.allSettled(people.map((one) => startJob(cloud, from(one), jobRequest())));
    const through = asked.filter(({ status }) => status === 'fulfilled');
    const outcome = asked.flatMap((one) =>
      one.status === 'rejected' ? [(one.reason as { code: string }).code] : [],
    );
    expect(through).toHaveLength(7);
    expect(new Set(outcome)).toEqual(new Set(['cloud_spent']));
    expect(replicate.asked).toHaveLength(7);
    const rows = await database.use((queries) => queries.select().from(budgets));
    const all = rows.find(({ scope }) => scope === 'seconds of all');
    expect(all).toMatchObject({ reserved: 70, spent: 0, period: dayOf(new Date()) });
    expect(rows.reduce((sum, { reserved }) => sum + reserved, 0)).toBe(140);
  });

  test('a network has no more seconds than a day has, however many users there are', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, () => anyUser(database)));
    const cloud = open({ limits: { user: 1000, network: 55, all: 1e6 } });
    const asked = await Promise.allSettled(
      people.map((one, n) => startJob(cloud, from(one, `2001:db8::${n}`), jobRequest())),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    const address = '2001:db8:0:1::1';
    await startJob(cloud, from(user, address), jobRequest({ duration: 50 }));
    replicate.interrupt('/predictions', refuses(401));
    await expect(startJob(cloud, from(user, address), jobRequest({ duration: 5 }))).rejects.toMatchObject({
      code: 'cloud_misconfigured',
    });
    // What could not be begun is not spent.
    await startJob(cloud, from(user, address), jobRequest({ duration: 5 }));
    const rows = await database.use((queries) => queries.select().from(budgets));
    expect(JSON.stringify(rows)).not.toContain('2001:db8');
  });

  test('a user has three under way, however many are asked for at once, and no more seconds than a day has', async () => {
    const cloud = open({ limits: { user: 35, network: 1e6, all: 1e6 } });
    const asked = await Promise.allSettled(
      Array.from({ length: 8 }, () => startJob(cloud, from(user), jobRequest({ duration: 5 }))),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(await counted()).toEqual([15, 0]);
    for (const one of asked)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'cloud_running' });
    await database.use((queries) => queries.delete(cloudJobs));
    await expect(startJob(cloud, from(user), jobRequest({ duration: 21 }))).rejects.toMatchObject({
      code: 'cloud_spent',
    });
    await startJob(cloud, from(user), jobRequest({ duration: 20 }));
  });

  test('what a server that died had begun is settled by whoever looks next', async () => {
    const cloud = open();
    const request = jobRequest({ id: randomUUID() });
    await startJob(cloud, from(user), request);
    await database.use((queries) => queries.update(cloudJobs).set({ predictionId: null }));
    const later = open({ clock: () => new Date(Date.now() + 600_000) });
    expect(await seeJob(later, user, request.id)).toMatchObject({ error: { code: 'cloud_away' } });
    expect(await counted()).toEqual([0, 10]);
  });
});
