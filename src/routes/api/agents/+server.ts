import type { RequestHandler } from './$types';
import { json } from '@sveltejs/kit';
import { AgentsAvailable } from '#lib/core/wire/agents.ts';
import { languageModelAgents } from '../../../../server/agents/open.ts';

/** Whether a language model writes briefs here. */
export const GET: RequestHandler = () => {
  const available = languageModelAgents() !== null;
  return json(AgentsAvailable.parse({ available }), { headers: { 'cache-control': 'no-store' } });
};
