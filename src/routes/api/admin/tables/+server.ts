import { browsableTables } from '../../../../../server/admin/tables/browse.ts';
import { endpoint } from '../../../../../server/http/endpoint.ts';

/** What tables there are to look into. */
export const GET = endpoint({ access: 'admin' }, () => Promise.resolve({ tables: browsableTables() }));
