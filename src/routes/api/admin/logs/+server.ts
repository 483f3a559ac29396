import { LogQuery } from '#lib/core/wire/admin.ts';
import { readLogs } from '../../../../../server/admin/logs.ts';
import { endpoint } from '../../../../../server/http/endpoint.ts';

/** A page of the log, the newest lines first. */
export const GET = endpoint({ access: 'admin', query: LogQuery }, ({ database, query }) =>
  database.use((queries) => readLogs(queries, query)),
);
