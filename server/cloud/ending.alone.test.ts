import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloudJobs } from '../../drizzle/schema.ts';
import { migratedDatabase } from '../../tests/database.ts';
import { anyUser, cloudOn, countedOf, from, jobRequest } from '../../tests/fixtures/cloud.ts';
import {
  held,
  refuses,
  scriptedReplicate,
  succeeded,
  type ScriptedReplicate,
} from '../../tests/fixtures/scripted-replicate.ts';
import { Database } from '../database/database.ts';
import { Unavailable } from '../database/errors.ts';
import { beginStopping, stopping } from '../stopping.ts';
import { seeJob, startJob } from './cloud.ts';
import { follow } from './follow.ts';

const database = new Database(await migratedDatabase());
let replicate: ScriptedReplicate;
beforeAll(async () => void (replicate = await scriptedReplicate()));
afterAll(async () => {
  await replicate.stop();
  await database.close();
});

test('a server that ends waits neither for Replicate nor for a sound, and fails no piece', async () => {
  const user = await anyUser(database);
  const cloud = cloudOn(database, replicate.url);
  cloud.copying = { ...cloud.copying, attempt: 600_000, overall: 600_000 };
  const [looked, sound, asked] = [held(refuses(500)), held(refuses(500)), held(refuses(500))];

  const followed = jobRequest();
  await startJob(cloud, from(user), followed);
  replicate.script(succeeded(replicate.serve(sound.reply)));
  const following = follow(cloud, user, followed.id, stopping);
  await sound.asked;
  replicate.script({});
  const seen = jobRequest();
  await startJob(cloud, from(user), seen);
  replicate.interrupt('/predictions/id', looked.reply);
  const looking = seeJob(cloud, user, seen.id);
  await looked.asked;
  replicate.interrupt('/predictions', asked.reply);
  const begun = jobRequest();
  const starting = startJob(cloud, from(user), begun);
  await asked.asked;

  beginStopping();
  await following;
  await expect(looking).rejects.toThrow(Unavailable);
  await expect(starting).rejects.toThrow(Unavailable);
  const rows = await database.use((queries) =>
    queries.select().from(cloudJobs).where(eq(cloudJobs.userId, user)),
  );
  const states = new Map(rows.map(({ id, state }) => [id, state]));
  expect([followed, seen, begun].map(({ id }) => states.get(id))).toEqual([
    'copying',
    'starting',
    'starting',
  ]);
  expect(await countedOf(database, user)).toEqual([30, 0]);
});
