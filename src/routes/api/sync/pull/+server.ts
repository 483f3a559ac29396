import { Pull } from '#lib/core/wire/sync.ts';
import { endpoint } from '../../../../../server/http/endpoint.ts';
import { PULL } from '../../../../../server/sync/limits.ts';
import { pull } from '../../../../../server/sync/pull.ts';

/** Gives a device what was written after its cursor. */
export const POST = endpoint({ access: 'user', body: Pull, limits: PULL }, ({ body, user, database }) =>
  pull(database, user.account.id, body),
);
