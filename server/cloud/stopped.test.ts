import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cloudJobs } from '../../drizzle/schema.ts';
import { migratedDatabase } from '../../tests/database.ts';
import { anyUser, cloudOn, countedOf, from, jobRequest } from '../../tests/fixtures/cloud.ts';
import {
  held,
  processing,
  scriptedReplicate,
  succeeded,
  type ScriptedReplicate,
} from '../../tests/fixtures/scripted-replicate.ts';
import { wavFile } from '../../tests/fixtures/sounds.ts';
import { usedBy } from '../assets/assets.ts';
import { Database } from '../database/database.ts';
import { cancelJob, seeJob, startJob } from './cloud.ts';

const database = new Database(await migratedDatabase());
let replicate: ScriptedReplicate;
let user: string;
beforeAll(async () => void (replicate = await scriptedReplicate()));
afterAll(async () => {
  await replicate.stop();
  await database.close();
});
beforeEach(async () => {
  replicate.script({});
  user = await anyUser(database);
});

const open = () => cloudOn(database, replicate.url);
const counted = () => countedOf(database, user);

test('what is stopped is stopped there too, stays stopped, and costs where it ran', async () => {
  const cloud = open();
  const request = jobRequest();
  replicate.script(processing(50));
  await startJob(cloud, from(user), request);
  expect(await cancelJob(cloud, user, request.id)).toMatchObject({ state: 'canceled' });
  expect(replicate.cancelled).toHaveLength(1);
  expect(await counted()).toEqual([0, 10]);
  replicate.script(succeeded(replicate.serve(wavFile(0.2))));
  expect(await seeJob(cloud, user, request.id)).toMatchObject({ state: 'canceled', asset: null });
  expect(await cancelJob(cloud, user, request.id)).toMatchObject({ state: 'canceled' });
  expect(replicate.requests).toEqual([]);
});

test('what is stopped before it ran costs nothing', async () => {
  const cloud = open();
  const request = jobRequest();
  await startJob(cloud, from(user), request);
  await cancelJob(cloud, user, request.id);
  expect(await counted()).toEqual([0, 0]);
});

test('what is stopped while its sound is copied leaves none', async () => {
  const sound = held((response) => response.end(wavFile(0.2)));
  replicate.script({}, succeeded(replicate.serve(sound.reply)));
  const cloud = open();
  const request = jobRequest();
  await startJob(cloud, from(user), request);
  const looking = seeJob(cloud, user, request.id);
  await sound.asked;
  await cancelJob(cloud, user, request.id);
  sound.send();
  expect(await looking).toMatchObject({ state: 'canceled' });
  expect(await usedBy(database, user)).toBe(0);
});

test('what is stopped and begun anew neither ends nor gets the sound of what is heard late', async () => {
  const sound = held((response) => response.end(wavFile(0.2)));
  replicate.script({}, succeeded(replicate.serve(sound.reply)));
  const cloud = open();
  const request = jobRequest();
  await startJob(cloud, from(user), request);
  const copying = seeJob(cloud, user, request.id);
  await sound.asked;
  await cancelJob(cloud, user, request.id);
  replicate.script({});
  await startJob(cloud, from(user), request);

  const late = held((response) => response.end(JSON.stringify({ id: 'p1', status: 'canceled' })));
  replicate.interrupt('/predictions/id', late.reply);
  const looking = seeJob(cloud, user, request.id);
  await late.asked;
  await cancelJob(cloud, user, request.id);
  replicate.script(processing(10));
  await startJob(cloud, from(user), { ...request, duration: 20 });

  late.send();
  expect(await looking).toMatchObject({ state: 'processing' });
  sound.send();
  expect(await copying).toMatchObject({ state: 'processing' });
  expect(await usedBy(database, user)).toBe(0);
  expect(await counted()).toEqual([20, 10]);
});

test('what is stopped while it is asked for is stopped there, though it was begun anew', async () => {
  const first = held((response) => response.end(JSON.stringify({ id: 'p1', status: 'starting' })));
  replicate.interrupt('/predictions', first.reply);
  const cloud = open();
  const request = jobRequest();
  const starting = startJob(cloud, from(user), request);
  await first.asked;
  await cancelJob(cloud, user, request.id);
  await startJob(cloud, from(user), request);
  first.send();
  await starting;
  expect(replicate.cancelled).toEqual(['p1']);
  const rows = await database.use((queries) =>
    queries.select().from(cloudJobs).where(eq(cloudJobs.userId, user)),
  );
  expect(rows).toMatchObject([{ predictionId: replicate.last(), state: 'starting' }]);
});
