import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Push } from '../../../src/lib/core/wire/sync.ts';
import type { Database } from '../../../server/database/database.ts';
import { Unavailable } from '../../../server/database/errors.ts';
import { push } from '../../../server/sync/push.ts';
import { feedbackItem, newUser, pushOf, runItem } from '../../fixtures/sync-records.ts';
import { quantile } from './quantile.ts';

const USERS = 20;
const RATE = 100;
const SECONDS = 60;
/** For as long as this, as many as can be; by so many at once, as many as a server has connections. */
const AT_MOST_SECONDS = 10;
const WRITERS = 10;

export interface Pushes {
  /** Pushes a second, at most. */
  most: number;
  p50_ms: number;
  p99_ms: number;
  /** Those for which no connection was to be had within 2 s: over HTTP a 503, after which a device tries again. */
  refused: number;
  /** Bytes in use after collecting what is of no use, before and after 60 s of them. */
  before: number;
  after: number;
}

/** Pushes of a run and its feedback, from the text of the request to the answer. */
export async function timePushes(database: Database): Promise<Pushes> {
  const users = await Promise.all(Array.from({ length: USERS }, () => newUser(database)));
  let sent = 0;
  const one = async (): Promise<void> => {
    const user = users[sent++ % USERS]!;
    const run = runItem();
    const text = JSON.stringify(pushOf(user, [run, feedbackItem(run.id, 'good')]));
    const answer = await push(database, user, Push.parse(JSON.parse(text)));
    const isTaken = answer.type === 'pushed' && answer.outcomes.every(({ outcome }) => outcome === 'applied');
    if (!isTaken) throw new Error('A push was not taken.');
  };
  const most = await asManyAsCanBe(one);
  const before = inUse();
  const { times, refused } = await steadily(one);
  return {
    most,
    p50_ms: quantile(times, 0.5),
    p99_ms: quantile(times, 0.99),
    refused,
    before,
    after: inUse(),
  };
}

async function asManyAsCanBe(one: () => Promise<void>): Promise<number> {
  const start = performance.now();
  let done = 0;
  const write = async () => {
    for (; performance.now() - start < AT_MOST_SECONDS * 1000; done++) await one();
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
  return (done * 1000) / (performance.now() - start);
}

/** Each begins when it is due, whether those before it are answered or not: its time is that from then to the answer. */
async function steadily(one: () => Promise<void>): Promise<{ times: number[]; refused: number }> {
  const start = performance.now();
  const times: number[] = [];
  let refused = 0;
  const all: Promise<void>[] = [];
  for (let i = 0; i < RATE * SECONDS; i++) {
    const due = start + (i * 1000) / RATE;
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    const told = one().catch((error: unknown) => {
      if (!(error instanceof Unavailable)) throw error;
      refused += 1;
    });
    all.push(told.then(() => void times.push(performance.now() - due)));
  }
  await Promise.all(all);
  return { times, refused };
}

function inUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
