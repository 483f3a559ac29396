import type { Database } from '../../server/database/database.ts';
import { Refusal } from '../../server/http/refusal.ts';
import { pull } from '../../server/sync/pull.ts';
import { push } from '../../server/sync/push.ts';
import { AttuneError } from '../../src/lib/core/errors.ts';
import { Pull, Push } from '../../src/lib/core/wire/sync.ts';
import type { ServerApi } from '../../src/lib/runtime/server-api.ts';

/** What becomes of one request. */
export const FATES = [
  'fine',
  /** It never arrives. */
  'lost',
  /** The server is killed before it commits. */
  'rolled-back',
  /** The server commits, and its answer never arrives. */
  'unanswered',
  /** It arrives twice; the second answer counts. */
  'twice',
  /** It is not answered, and arrives once more much later, after others. */
  'late',
  /** While it is under way, something else happens on the device. */
  'meanwhile',
] as const;
export type Fate = (typeof FATES)[number];

export interface Wire {
  database: Database;
  /** The user whom the cookie of the device signs in, at the moment that a request leaves. */
  cookie: () => string | null;
  /** Of the next request. */
  fate: () => Fate;
  /** Happens while a request is under way, after the server has answered. */
  meanwhile: () => Promise<void>;
  /** Requests that arrive later. */
  late: (() => Promise<void>)[];
}

/** The endpoints of sync, called without a network between: the server's own functions on the real database. */
export function apiOver(wire: Wire): ServerApi {
  return async (path, schema, { body } = {}) => {
    const user = wire.cookie();
    const request = JSON.stringify(body);
    const send = (database = wire.database): Promise<unknown> => answer(database, user, path, request);
    const fate = wire.fate();
    if (fate === 'lost') throw new AttuneError('offline');
    if (fate === 'rolled-back') await send(killed(wire.database)).catch(() => undefined);
    if (fate === 'unanswered' || fate === 'twice') await send();
    if (fate === 'late') wire.late.push(() => send().then(() => undefined));
    if (fate === 'rolled-back' || fate === 'unanswered' || fate === 'late') throw new AttuneError('offline');
    const answered = schema.parse(JSON.parse(JSON.stringify(await send())));
    if (fate === 'meanwhile') await wire.meanwhile();
    return answered;
  };
}

async function answer(
  database: Database,
  user: string | null,
  path: string,
  request: string,
): Promise<unknown> {
  if (user === null) throw new AttuneError('signed_out');
  try {
    if (path === '/api/sync/pull') return await pull(database, user, Pull.parse(JSON.parse(request)));
    return await push(database, user, Push.parse(JSON.parse(request)));
  } catch (error) {
    throw error instanceof Refusal ? new AttuneError(error.code) : error;
  }
}

/** The database as a server sees it that is killed before it commits. */
function killed(database: Database): Database {
  const transaction: Database['transaction'] = (work) =>
    database.transaction(async (queries) => {
      await work(queries);
      throw new Error('killed');
    });
  return Object.assign(Object.create(database) as Database, { transaction });
}
