import { TableQuery } from '#lib/core/wire/admin.ts';
import { readTable } from '../../../../../../server/admin/tables/browse.ts';
import { endpoint } from '../../../../../../server/http/endpoint.ts';

/** A page of a table, what is private in it masked. */
export const GET = endpoint({ access: 'admin', query: TableQuery }, ({ database, params, query }) =>
  database.use((queries) => readTable(queries, params.name!, query)),
);
