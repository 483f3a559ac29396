import type { RequestHandler } from './$types';
import { processEnv } from '../../../../server/env.ts';
import { Refusal, refused } from '../../../../server/http/refusal.ts';
import { carriesToken } from '../../../../server/log/bearer.ts';
import { metrics } from '../../../../server/log/metrics.ts';
import { scrape } from '../../../../server/log/scrape.ts';
import { services } from '../../../../server/services.ts';

/** What Prometheus is told, for whoever has the token; where there is none, there is nothing here. */
export const GET: RequestHandler = async ({ request, locals }) => {
  const { METRICS_TOKEN } = processEnv();
  if (METRICS_TOKEN === undefined) return refused(new Refusal(404, 'not_found'), locals.requestId);
  if (!carriesToken(request, METRICS_TOKEN)) {
    return new Response(null, { status: 401, headers: { 'www-authenticate': 'Bearer' } });
  }
  const headers = { 'content-type': metrics.contentType, 'cache-control': 'no-store' };
  return new Response(await scrape(services()), { headers });
};
