import { readOperations } from '../../../../../../server/admin/logs.ts';
import { endpoint } from '../../../../../../server/http/endpoint.ts';

/** What operations the log has lines of. */
export const GET = endpoint({ access: 'admin' }, async ({ database }) => ({
  operations: await database.use(readOperations),
}));
