import { StatisticsQuery } from '#lib/core/wire/admin.ts';
import { statistics } from '../../../../../server/admin/statistics/statistics.ts';
import { processEnv } from '../../../../../server/env.ts';
import { endpoint } from '../../../../../server/http/endpoint.ts';
import { COMMON_SCOPES } from '../../../../../server/log/common-scopes.ts';

/** How Attune is used, and how it is. */
export const GET = endpoint({ access: 'admin', query: StatisticsQuery }, ({ database, query }) => {
  const { OPENAI_DAILY_TOKENS, CLOUD_DAILY_SECONDS } = processEnv();
  const { tokens, seconds } = COMMON_SCOPES;
  const limits = { [tokens]: OPENAI_DAILY_TOKENS, [seconds]: CLOUD_DAILY_SECONDS };
  return database.use((queries) => statistics(queries, query.span, limits));
});
