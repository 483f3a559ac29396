import { APIConnectionTimeoutError, RateLimitError } from 'openai';
import type { AgentLine } from '../../src/lib/core/wire/agents.ts';
import { stopping } from '../stopping.ts';
import type { Budget, Payer } from './budget.ts';
import { complete, MAX_TOKENS, type Answering, type Question, type Tally } from './complete.ts';
import { Failed } from './failed.ts';
import type { Model } from './model.ts';
import { structured } from './structured.ts';
import type { Task } from './task.ts';

/** What it takes to have a brief written. */
export interface Writing {
  model: Model;
  budget: Budget;
  payer: Payer;
  /** Finds the line of the log. */
  id: string;
  /** Is told, once, how it ended. */
  onEnd(ending: Ending): void;
}

/** How a request to write ended. */
export interface Ending {
  /** `stopped` by whoever asked. */
  outcome: 'written' | 'failed' | 'stopped';
  /** Why nothing was written, where it failed. */
  failure: Failed | null;
  /** That were used, as far as the endpoint says, else estimated. */
  tokens: number;
}

/**
 * Has a language model write a brief, and says how it goes: the lines of the answer. Whoever stops pulling, or aborts,
 * stops the model.
 */
export async function* write(
  task: Task,
  { model, budget, payer, id, onEnd }: Writing,
  signal: AbortSignal,
): AsyncGenerator<AgentLine, void, void> {
  const deadline = AbortSignal.timeout(model.deadline);
  const over = AbortSignal.any([signal, deadline, stopping]);
  const ending: Ending = { outcome: 'stopped', failure: null, tokens: 0 };
  const ask = (question: Question): Answering => paid(question, model, budget, payer, ending, over);
  try {
    const brief = yield* structured(task, model, ask);
    ending.outcome = 'written';
    yield { type: 'brief', brief };
  } catch (error) {
    if (signal.aborted) return;
    const failure = overBy(deadline) ?? failureOf(error);
    Object.assign(ending, { outcome: 'failed', failure });
    yield { type: 'failed', error: { code: failure.code, id } };
  } finally {
    onEnd(ending);
  }
}

/** Asks, for tokens that were set aside; what was really used counts at the end, however it ends. */
async function* paid(
  question: Question,
  model: Model,
  budget: Budget,
  payer: Payer,
  ending: Ending,
  signal: AbortSignal,
): Answering {
  signal.throwIfAborted();
  const asked = estimate(JSON.stringify(question));
  const reservation = await budget.reserve(payer, asked + MAX_TOKENS);
  const tally: Tally = { isRejected: false, text: '', tokens: null };
  try {
    yield* complete(model, question, tally, signal);
  } finally {
    const used = tally.tokens ?? (tally.isRejected ? 0 : asked + estimate(tally.text));
    ending.tokens += used;
    await reservation.settle(used);
  }
  return tally.text;
}

/** Tokens that a text takes at most, nearly: three bytes are a Chinese character, or half an English word. */
function estimate(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 3);
}

/** @returns why it had to end, whatever failed because of that; null where it need not. */
function overBy(deadline: AbortSignal): Failed | null {
  if (stopping.aborted) return new Failed('unavailable', 'the server is about to end');
  return deadline.aborted ? new Failed('late', 'the deadline passed') : null;
}

function failureOf(error: unknown): Failed {
  if (error instanceof Failed) return error;
  const cause = { cause: error };
  if (error instanceof APIConnectionTimeoutError) return new Failed('late', 'no answer in time', cause);
  if (error instanceof RateLimitError) return new Failed('busy', 'the endpoint has too much to do', cause);
  return new Failed('unavailable', 'the endpoint failed', cause);
}
