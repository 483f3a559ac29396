import { exportAccount } from '../../../../../server/auth/export/export.ts';
import { EXPORT } from '../../../../../server/auth/limits.ts';
import { endpoint } from '../../../../../server/http/endpoint.ts';
import { causeOf } from '../../../../../server/log/cause.ts';
import { recordOperation } from '../../../../../server/log/operations.ts';

/** Everything that is kept of the user, as a zip. */
export const GET = endpoint({ access: 'user', limits: EXPORT }, async ({ database, user, requestId }) => {
  // It is sent by then: the answer has been recorded as given.
  const onFailure = (error: unknown) =>
    recordOperation({
      requestId,
      operation: 'GET /api/account/export',
      status: 'failed',
      durationMs: 0,
      message: `broke off: ${causeOf(error)}`,
    });
  const day = new Date().toISOString().slice(0, 10);
  const headers = {
    'content-type': 'application/zip',
    'content-disposition': `attachment; filename="attune-${day}.zip"`,
    'cache-control': 'no-store',
  };
  return new Response(exportAccount(database, user.account, onFailure), { headers });
});
