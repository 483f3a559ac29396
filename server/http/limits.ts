/**
 * How often something may be done. It is counted in the database, so that several servers count together, and each count
 * is one statement under the row's lock, so that of many who come at once no more get through than may.
 */
import { createHash } from 'node:crypto';
import pLimit, { type LimitFunction } from 'p-limit';
import { RateLimiterMySQL, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '../database/database.ts';
import { isContended, isLost, Unavailable } from '../database/errors.ts';
import { networkOf } from './network.ts';
import { Refusal } from './refusal.ts';

export interface Limit {
  /** Limits of one name count together. */
  name: string;
  /** How many times ... */
  points: number;
  /** ... within this long, from the first of them. */
  seconds: number;
  /** Whose times: an address's, an account's wherever it is asked for, or an account's from one address. */
  by: 'address' | 'account' | 'both';
}

/** Whom it counts for. */
export interface Asker {
  address: string;
  /** Names the account it is about; null for none, and then the address counts for it. */
  account: string | null;
}

/** Connections that counting takes of the pool's at most: a flood leaves the others to those who are through. */
const AT_ONCE = 4;
const RETRIES = 3;

/** Its types leave out that it knows who is refused without asking the database. */
type Limiter = RateLimiterMySQL & { getInMemoryBlockMsBeforeExpire(key: string): number };

/** What counts in one database. */
interface Counting {
  /** By the names of their limits. */
  limiters: Map<string, Limiter>;
  atOnce: LimitFunction;
  /** When it last could not be reached, on the clock of this process. */
  failedAt: number;
}

const countings = new WeakMap<Database, Counting>();

/**
 * Counts for each limit in turn, up to the first that is used up: what is refused there counts for none after it.
 * @throws Refusal `too_many`, with the seconds until it may be tried again
 * @throws Unavailable
 */
export async function count(database: Database, limits: readonly Limit[], asker: Asker): Promise<void> {
  const counting = countingOf(database);
  const counters = limits.map((limit) => ({
    limiter: limiterOf(database, limit, counting),
    key: keyOf(limit, asker),
  }));
  for (const { limiter, key } of counters) {
    const left = limiter.getInMemoryBlockMsBeforeExpire(limiter.getKey(key));
    if (left > 0) throw tooMany(left);
  }
  for (const { limiter, key } of counters) await inTurn(counting, () => consume(limiter, key));
}

/** Who waited while the database could not be reached has waited long enough: a line of them would never end. */
function inTurn(counting: Counting, consume: () => Promise<void>): Promise<void> {
  const since = performance.now();
  return counting.atOnce(async () => {
    if (since <= counting.failedAt) throw new Unavailable('The database could not be reached.');
    try {
      await consume();
    } catch (error) {
      if (error instanceof Unavailable) counting.failedAt = performance.now();
      throw error;
    }
  });
}

async function consume(limiter: Limiter, key: string): Promise<void> {
  for (let retry = 0; ; retry++) {
    try {
      await limiter.consume(key);
      return;
    } catch (error) {
      if (error instanceof RateLimiterRes) throw tooMany(error.msBeforeNext);
      if (isLost(error)) throw new Unavailable('The database went away.', { cause: error });
      if (!isContended(error)) throw error;
      if (retry === RETRIES) throw new Unavailable('Others hold the count.', { cause: error });
    }
  }
}

/** @param left until it may be tried again, ms. */
function tooMany(left: number): Refusal {
  return new Refusal(429, 'too_many', { seconds: Math.max(1, Math.ceil(left / 1000)) });
}

function countingOf(database: Database): Counting {
  const counting = countings.get(database) ?? {
    limiters: new Map<string, Limiter>(),
    atOnce: pLimit(AT_ONCE),
    failedAt: -Infinity,
  };
  countings.set(database, counting);
  return counting;
}

function limiterOf(database: Database, limit: Limit, { limiters }: Counting): Limiter {
  const known = limiters.get(limit.name);
  if (known) return known;
  const { name: keyPrefix, points, seconds: duration } = limit;
  const limiter = new RateLimiterMySQL({
    storeClient: poolOf(database),
    storeType: 'pool',
    dbName: database.name,
    tableName: 'rate_limits',
    tableCreated: true,
    // One of them clears the table for all.
    clearExpiredByTimeout: limiters.size === 0,
    keyPrefix,
    points,
    duration,
    // Who is refused is refused from memory until the time is over: a flood does not reach the database.
    inMemoryBlockOnConsumed: points,
  }) as Limiter;
  limiters.set(limit.name, limiter);
  return limiter;
}

/** Our pool, as the limiter asks for connections. */
function poolOf({ pool }: Database) {
  type Connection = Awaited<ReturnType<typeof pool.take>>;
  return {
    getConnection(done: (error: unknown, connection?: Connection) => void) {
      pool.take().then((connection) => done(null, connection), done);
    },
  };
}

/** No table says whose they are: e-mail addresses and those of the network are in it as a digest. */
function keyOf({ by }: Limit, { address, account }: Asker): string {
  const from = networkOf(address);
  const whose = { address: [from], account: [account ?? from], both: [account ?? from, from] }[by];
  return createHash('sha256').update(JSON.stringify(whose)).digest('base64url');
}
