import * as z from 'zod';
import type { AgentLine, AgentName } from '../../src/lib/core/wire/agents.ts';
import { readJson } from '../http/read-json.ts';
import { badRequest } from '../http/refusal.ts';
import type { Budget, Payer } from './budget.ts';
import type { Model } from './model.ts';
import { taskOf, type Task } from './task.ts';
import { write, type Ending } from './write.ts';

/** Bytes of a request: the longest brief and the longest words, twice over. */
const LONGEST = 64 * 1024;

/** What the agents need to write. */
export interface Agents {
  model: Model;
  budget: Budget;
  /** Writes down what came of a request, for whoever runs the server. */
  record(answered: Answered): void;
}

/** What came of a request. */
export interface Answered extends Ending {
  /** The user is told it where it failed. */
  requestId: string;
  agent: AgentName;
  user: string | null;
  durationMs: number;
}

/**
 * Answers a request to an agent with the lines of what it writes.
 * @param id of the request
 * @throws UnreadableBody, Refusal where it is no request of this agent's
 */
export async function answer(
  request: Request,
  agent: AgentName,
  payer: Payer,
  { model, budget, record }: Agents,
  id: string,
): Promise<Response> {
  const started = performance.now();
  const task = taskIn(agent, await readJson(request, LONGEST));
  const gone = new AbortController();
  const onEnd = (ending: Ending): void =>
    record({ ...ending, requestId: id, agent, user: payer.user, durationMs: performance.now() - started });
  const signal = AbortSignal.any([request.signal, gone.signal]);
  return streamed(write(task, { model, budget, payer, id, onEnd }, signal), gone);
}

function taskIn(agent: AgentName, body: unknown): Task {
  try {
    return taskOf(agent, body);
  } catch (error) {
    throw error instanceof z.ZodError ? badRequest(error) : error;
  }
}

/** Lines as they come, each pulled by the client; one that goes away ends the work. */
function streamed(lines: AsyncGenerator<AgentLine, void, void>, gone: AbortController): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
    },
    async cancel() {
      gone.abort();
      // It may be waiting to be pulled, and has to put down what it used.
      await lines.return();
    },
  });
  const headers = {
    'content-type': 'application/x-ndjson',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  };
  return new Response(body, { headers });
}
