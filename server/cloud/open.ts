import { CLOUD_VERSIONS } from '../../src/lib/core/params.ts';
import type { CloudState } from '../../src/lib/core/wire/cloud.ts';
import { shelfOf } from '../assets/open.ts';
import type { Database } from '../database/database.ts';
import { processEnv, type Env } from '../env.ts';
import { Refusal } from '../http/refusal.ts';
import { causeOf } from '../log/cause.ts';
import { log } from '../log/log.ts';
import { stopping } from '../stopping.ts';
import { PATIENCE } from './attempts.ts';
import type { Cloud } from './cloud.ts';
import { follow } from './follow.ts';
import { COPYING } from './output.ts';
import { openReplicate, type Replicate } from './replicate.ts';

/** Seconds of music of one user in a day: some ten pieces of two minutes. */
const USER_LIMIT = 1200;
/** Of one network: accounts cost nothing, and what a few of them use leaves some to others. */
const NETWORK_LIMIT = 2 * USER_LIMIT;
const PACE = 1000;
/** A machine may have to be started first, which takes minutes. */
const DEADLINE = 15 * 60_000;

let client: Replicate | undefined;

/** The cloud as this process is configured. @throws Refusal `cloud_off` where no key is */
export function openCloud(database: Database): Cloud {
  const env = processEnv();
  const { REPLICATE_API_TOKEN: token, REPLICATE_BASE_URL: baseURL, REPLICATE_MODEL_VERSION: version } = env;
  if (token === undefined) throw new Refusal(404, 'cloud_off');
  const patience = { ...PATIENCE, attempts: env.CLOUD_ATTEMPTS };
  client ??= openReplicate({ token, baseURL, version, patience });
  return {
    replicate: client,
    shelf: shelfOf(database),
    limits: { user: USER_LIMIT, network: NETWORK_LIMIT, all: env.CLOUD_DAILY_SECONDS },
    webhook: webhookAddress(env),
    copying: { ...patience, ...COPYING },
    pace: PACE,
    deadline: DEADLINE,
    clock: () => new Date(),
  };
}

function webhookAddress({ ORIGIN, REPLICATE_WEBHOOK_SECRET }: Env): string | null {
  return ORIGIN && REPLICATE_WEBHOOK_SECRET ? `${ORIGIN}/api/cloud/webhook` : null;
}

/** @throws Refusal `cloud_off` where Replicate is given none. */
export function webhookSecret(): string {
  const { REPLICATE_WEBHOOK_SECRET: secret } = processEnv();
  if (secret === undefined) throw new Refusal(404, 'cloud_off');
  return secret;
}

/**
 * Follows a job beside the requests, until it or the process ends: then it goes on at Replicate, and whichever server is
 * asked for it next goes on with it.
 */
export function followJob(cloud: Cloud, user: string, id: string): void {
  void follow(cloud, user, id, stopping);
}

/** Stops what nobody waits for any more, beside the requests. What can't be stopped is by Replicate, after the deadline. */
export function stopPredictions(database: Database, ids: readonly string[]): void {
  if (processEnv().REPLICATE_API_TOKEN === undefined) return;
  const { replicate } = openCloud(database);
  for (const id of ids) {
    replicate.cancel(id).catch((error: unknown) => {
      log.warn({ operation: 'stop a piece of a deleted user', message: causeOf(error) });
    });
  }
}

/** @param hasAccounts whether anybody could be counted for. */
export function cloudState(hasAccounts: boolean): CloudState {
  const available = hasAccounts && processEnv().REPLICATE_API_TOKEN !== undefined;
  return { available, versions: [...CLOUD_VERSIONS], daily: USER_LIMIT };
}
