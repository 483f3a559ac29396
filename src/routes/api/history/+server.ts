import { HistoryQuery } from '#lib/core/wire/history.ts';
import { endpoint } from '../../../../server/http/endpoint.ts';
import { history } from '../../../../server/sync/history.ts';
import { HISTORY } from '../../../../server/sync/limits.ts';

/** A page of the newest runs. */
export const GET = endpoint(
  { access: 'user', query: HistoryQuery, limits: HISTORY },
  ({ query, user, database }) => history(database, user.account.id, query),
);
