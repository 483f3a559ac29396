import { randomUUID } from 'node:crypto';
import { APIError } from 'openai';
import * as z from 'zod';
import type { AgentLine, AgentName } from '../../src/lib/core/wire/agents.ts';
import { readJson, UnreadableBody } from '../http/read-json.ts';
import type { Budget, Payer } from './budget.ts';
import type { Failed } from './failed.ts';
import type { Model } from './model.ts';
import { taskOf, type Task } from './task.ts';
import { write } from './write.ts';

/** Bytes of a request: the longest brief and the longest words, twice over. */
const LONGEST = 64 * 1024;

/** What the agents need to write. */
export interface Agents {
  model: Model;
  budget: Budget;
  /** Prints a line for whoever runs the server. */
  log(line: string): void;
}

/** Answers a request to an agent: with the lines of what it writes, or with a status that says what is wrong with it. */
export async function answer(
  request: Request,
  agent: AgentName,
  payer: Payer,
  { model, budget, log }: Agents,
): Promise<Response> {
  const id = randomUUID();
  let task: Task;
  try {
    task = taskOf(agent, await readJson(request, LONGEST));
  } catch (error) {
    if (error instanceof UnreadableBody) return refused(error.status, id);
    if (error instanceof z.ZodError) return refused(400, id);
    throw error;
  }
  const gone = new AbortController();
  const onFailure = (failure: Failed): void => log(`${id} agents/${agent}: ${told(failure)}`);
  const signal = AbortSignal.any([request.signal, gone.signal]);
  return streamed(write(task, { model, budget, payer, id, onFailure }, signal), gone);
}

function refused(status: number, id: string): Response {
  return Response.json({ error: { code: 'bad_request', details: {}, id } }, { status });
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
    cancel: () => gone.abort(),
  });
  const headers = {
    'content-type': 'application/x-ndjson',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  };
  return new Response(body, { headers });
}

/** Why nothing was written, without a word of what was asked or answered. */
function told({ code, message, cause }: Failed): string {
  const why = `${code}, ${message}`;
  if (!(cause instanceof Error)) return why;
  const { status, code: reason } = cause instanceof APIError ? cause : {};
  return `${why} (${[cause.constructor.name, status, reason].filter(Boolean).join(' ')})`;
}
