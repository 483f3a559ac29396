import type { RequestHandler } from './$types';
import { error } from '@sveltejs/kit';
import { AgentName } from '#lib/core/wire/agents.ts';
import { answer } from '../../../../../server/agents/answer.ts';
import { languageModelAgents } from '../../../../../server/agents/open.ts';

/** A brief by language model, in lines of JSON. */
export const POST: RequestHandler = ({ params, request, locals, getClientAddress }) => {
  const agent = AgentName.safeParse(params.agent);
  const agents = languageModelAgents();
  if (!agent.success || agents === null) error(404);
  const payer = { user: null, address: getClientAddress() };
  return answer(request, agent.data, payer, agents, locals.requestId);
};
