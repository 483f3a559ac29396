import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { budgets, cloudJobs, webhookIds } from '../../drizzle/schema.ts';
import { migratedDatabase } from '../../tests/database.ts';
import { anyUser, cloudOn, from, jobRequest } from '../../tests/fixtures/cloud.ts';
import {
  processing,
  scriptedReplicate,
  succeeded,
  type ScriptedReplicate,
} from '../../tests/fixtures/scripted-replicate.ts';
import { wavFile } from '../../tests/fixtures/sounds.ts';
import { Database } from '../database/database.ts';
import { log } from '../log/log.ts';
import { startJob } from './cloud.ts';
import { sweepJobs } from './sweep.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const database = new Database(await migratedDatabase());
let replicate: ScriptedReplicate;
let user: string;
beforeAll(async () => void (replicate = await scriptedReplicate()));
afterAll(async () => {
  await replicate.stop();
  await database.close();
});
beforeEach(async () => {
  user = await anyUser(database);
  for (const table of [cloudJobs, budgets, webhookIds])
    await database.use((queries) => queries.delete(table));
});

const after = (ms: number) => cloudOn(database, replicate.url, { clock: () => new Date(Date.now() + ms) });
const jobs = () => database.use((queries) => queries.select().from(cloudJobs));

test('a piece whose server has died is looked after within two minutes, and its sound is kept', async () => {
  replicate.script(processing(10));
  await startJob(after(0), from(user), jobRequest());
  replicate.script(succeeded(replicate.serve(wavFile(0.2))));
  await sweepJobs(after(MINUTE / 2));
  expect(await jobs()).toMatchObject([{ state: 'processing' }]);
  await sweepJobs(after(MINUTE + 1000));
  expect(await jobs()).toMatchObject([{ state: 'succeeded' }]);
});

test('one that can’t be looked after holds up no other, and nothing else', async () => {
  const errors = vi.spyOn(log, 'error').mockReturnValue();
  replicate.script(processing(10));
  for (const id of [1, 2].map(() => randomUUID())) await startJob(after(0), from(user), jobRequest({ id }));
  const old = { id: 'msg_old', receivedAt: new Date(Date.now() - 2 * DAY) };
  await database.use((queries) => queries.insert(webhookIds).values(old));
  replicate.script(succeeded(replicate.serve(wavFile(0.2))));
  const cloud = after(2 * MINUTE);
  vi.spyOn(cloud.shelf.storage, 'put').mockRejectedValueOnce(new Error('no space left on device'));
  await sweepJobs(cloud);
  expect((await jobs()).map(({ state }) => state).sort()).toEqual(['copying', 'succeeded']);
  expect(errors).toHaveBeenCalledTimes(1);
  expect(await database.use((queries) => queries.select().from(webhookIds))).toEqual([]);
});

test('what has ended is forgotten after a month, and what it was counted in after two days', async () => {
  replicate.script(succeeded(replicate.serve(wavFile(0.2))));
  await startJob(after(0), from(user), jobRequest());
  await sweepJobs(after(30 * DAY));
  expect(await jobs()).toHaveLength(1);
  expect(await database.use((queries) => queries.select().from(budgets))).toEqual([]);
  await sweepJobs(after(32 * DAY));
  expect(await jobs()).toEqual([]);
});
