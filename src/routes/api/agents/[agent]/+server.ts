import { AgentName } from '#lib/core/wire/agents.ts';
import { answer } from '../../../../../server/agents/answer.ts';
import type { Payer } from '../../../../../server/agents/budget.ts';
import { AGENTS } from '../../../../../server/agents/limits.ts';
import { languageModelAgents } from '../../../../../server/agents/open.ts';
import { endpoint } from '../../../../../server/http/endpoint.ts';
import { Refusal } from '../../../../../server/http/refusal.ts';

/** A brief by language model, in lines of JSON. Who is signed in pays for it, else the address that asks. */
export const POST = endpoint(
  {
    access: 'anyone',
    limits: AGENTS,
    withoutDatabase: ({ params, request, locals, getClientAddress }) =>
      write(params.agent, request, { user: null, address: getClientAddress() }, locals.requestId),
  },
  ({ params, request, user, address, requestId }) =>
    write(params.agent, request, { user: user?.account.id ?? null, address }, requestId),
);

async function write(name: string | undefined, request: Request, payer: Payer, id: string) {
  const agent = AgentName.safeParse(name);
  const agents = languageModelAgents();
  if (!agent.success || agents === null) throw new Refusal(404, 'not_found');
  return answer(request, agent.data, payer, agents, id);
}
