import { hearWebhook } from '../../../../../server/cloud/hear.ts';
import { WEBHOOKS } from '../../../../../server/cloud/limits.ts';
import { openCloud, webhookSecret } from '../../../../../server/cloud/open.ts';
import { endpoint } from '../../../../../server/http/endpoint.ts';

/** Replicate tells that a piece is done, or failed. Its signature says that it is Replicate. */
export const POST = endpoint({ access: 'anyone', limits: WEBHOOKS }, async ({ database, request }) => {
  await hearWebhook(openCloud(database), request, webhookSecret());
  return {};
});
