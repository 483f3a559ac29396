import { setTimeout as sleep } from 'node:timers/promises';
import { beginSignIn } from '../../../server/auth/sign-ins.ts';
import type { Database } from '../../../server/database/database.ts';
import { PushAnswer } from '../../../src/lib/core/wire/sync.ts';
import { feedbackItem, newUser, pushOf, runItem } from '../../fixtures/sync-records.ts';
import { quantile } from './quantile.ts';
import type { Serving } from './serving.ts';

const USERS = 20;
const RATE = 100;
const SECONDS = 60;
/** For as long as this, as many as can be, by so many at once. */
const AT_MOST_SECONDS = 10;
const WRITERS = 10;

export interface Pushes {
  /** Pushes a second, at most. */
  most: number;
  p50_ms: number;
  p99_ms: number;
  /** Those that were answered with a 503: no connection was to be had within 2 s, and a device tries again. */
  refused: number;
  /** Bytes that the server took at the least in the first quarter of the time, and in the last. */
  before: number;
  after: number;
}

interface Device {
  user: string;
  cookie: string;
}

/** Pushes of a run and its feedback over HTTP, from the request to the answer. */
export async function timePushes({ url, database, memory }: Serving): Promise<Pushes> {
  const devices = await Promise.all(Array.from({ length: USERS }, () => newDevice(database)));
  let sent = 0;
  const one = (): Promise<boolean> => push(url, devices[sent++ % USERS]!);
  // The server opens its database, and begins a history for each.
  await Promise.all(devices.map(one));
  const most = await asManyAsCanBe(one);
  const watching = watch(memory);
  const { times, refused } = await steadily(one);
  const { before, after } = await watching;
  return { most, p50_ms: quantile(times, 0.5), p99_ms: quantile(times, 0.99), refused, before, after };
}

async function newDevice(database: Database): Promise<Device> {
  const user = await newUser(database);
  const { token } = await database.use((queries) => beginSignIn(queries, user, 'a device'));
  return { user, cookie: `attune=${token}` };
}

/** @returns whether it was taken; not where the server says that it is busy. @throws where it says anything else */
async function push(url: string, { user, cookie }: Device): Promise<boolean> {
  const run = runItem();
  const response = await fetch(`${url}/api/sync/push`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(pushOf(user, [run, feedbackItem(run.id, 'good')])),
  });
  const body: unknown = await response.json();
  if (response.status === 503) return false;
  const answer = PushAnswer.parse(body);
  if (answer.type !== 'pushed' || answer.outcomes.some(({ outcome }) => outcome !== 'applied')) {
    throw new Error('A push was not taken.');
  }
  return true;
}

async function asManyAsCanBe(one: () => Promise<boolean>): Promise<number> {
  const start = performance.now();
  let done = 0;
  const write = async () => {
    while (performance.now() - start < AT_MOST_SECONDS * 1000) done += Number(await one());
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
  return (done * 1000) / (performance.now() - start);
}

/** Each begins when it is due, whether those before it are answered or not: its time is that from then to the answer. */
async function steadily(one: () => Promise<boolean>): Promise<{ times: number[]; refused: number }> {
  const start = performance.now();
  const times: number[] = [];
  let refused = 0;
  const all: Promise<void>[] = [];
  for (let i = 0; i < RATE * SECONDS; i++) {
    const due = start + (i * 1000) / RATE;
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    all.push(
      one().then((isTaken) => {
        refused += Number(!isTaken);
        times.push(performance.now() - due);
      }),
    );
  }
  await Promise.all(all);
  return { times, refused };
}

/** Once a second for as long as pushes are sent: what it is at the least is what stays after collecting. */
async function watch(memory: () => Promise<number>): Promise<Pick<Pushes, 'before' | 'after'>> {
  const seen: number[] = [];
  for (let second = 0; second < SECONDS; second++) {
    await sleep(1000);
    seen.push(await memory());
  }
  const quarter = SECONDS / 4;
  return { before: Math.min(...seen.slice(0, quarter)), after: Math.min(...seen.slice(-quarter)) };
}
