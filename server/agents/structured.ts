import { BadRequestError, UnprocessableEntityError } from 'openai';
import * as z from 'zod';
import type { Structure } from '../../src/lib/core/wire/agents.ts';
import type { Answering, Progress, Question } from './complete.ts';
import { Failed } from './failed.ts';
import { WAYS, type Model, type Way } from './model.ts';
import { conversation, type Message } from './prompt.ts';
import { Sketch, sketchSchema } from './sketch.ts';
import { judge } from './soothing-rule.ts';
import type { Task } from './task.ts';

/** Asks a model once. */
export type Ask = (question: Question) => Answering;

/** As much of an answer that is no brief as the model is shown again, characters. */
const SHOWN = 8000;

/** An answer that is no brief, and why. */
interface Miss {
  way: Way;
  text: string;
  problem: string;
  /** Whether it has the right form at least. */
  isSketch: boolean;
}

/** What an endpoint says to a way of asking that it does not know. */
type NotTaken = BadRequestError | UnprocessableEntityError;
type Outcome = Structure | Miss | NotTaken;

/**
 * Has a brief written: by JSON schema; where that gives none, as a JSON object with the schema in words; where that gives
 * none either, by showing the model its answer and what is wrong with it, once. The next brief begins with the way that
 * worked.
 * @throws Failed `unusable` where no way gives a brief that holds; whatever `ask` throws.
 */
export async function* structured(
  task: Task,
  { takes }: Model,
  ask: Ask,
): AsyncGenerator<Progress, Structure, void> {
  let miss: Miss | null = null;
  let notTaken: NotTaken | null = null;
  for (const way of WAYS.slice(WAYS.indexOf(takes.way))) {
    const got: Outcome = yield* tried(way, task, ask, null);
    if (isNotTaken(got)) {
      notTaken = got;
      continue;
    }
    if (!('problem' in got)) {
      takes.way = way;
      return got;
    }
    miss = got;
    if (miss.isSketch) break;
  }
  if (miss === null) throw new Failed('unavailable', 'the request was not taken', { cause: notTaken });
  const mended = yield* tried(miss.way, task, ask, miss);
  // The problem is told to the model alone: it may quote what the model wrote.
  if (isNotTaken(mended) || 'problem' in mended) {
    throw new Failed('unusable', miss.isSketch ? 'the brief breaks the rules' : 'the answer is no brief');
  }
  takes.way = miss.way;
  return mended;
}

async function* tried(
  way: Way,
  task: Task,
  ask: Ask,
  miss: Miss | null,
): AsyncGenerator<Progress, Outcome, void> {
  try {
    return read(yield* ask(question(way, task, miss)), way, task);
  } catch (error) {
    if (isNotTaken(error)) return error;
    throw error;
  }
}

function isNotTaken(got: unknown): got is NotTaken {
  return got instanceof BadRequestError || got instanceof UnprocessableEntityError;
}

function read(text: string, way: Way, task: Task): Structure | Miss {
  const wrong = (problem: string, isSketch = false): Miss => ({ way, text, problem, isSketch });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return wrong('it is not JSON');
  }
  const { data, error } = Sketch.safeParse(json);
  if (error) return wrong(z.prettifyError(error));
  const verdict = judge(data, task);
  return 'brief' in verdict ? verdict.brief : wrong(verdict.problem, true);
}

function question(way: Way, task: Task, miss: Miss | null): Question {
  const schema = sketchSchema(task.spans.length);
  const form = `The JSON schema of the brief:\n${JSON.stringify(schema)}`;
  const messages = [...conversation(task, way === 'json_object' ? form : ''), ...(miss ? again(miss) : [])];
  if (way === 'json_object') return { messages, format: { type: 'json_object' } };
  return { messages, format: { type: 'json_schema', json_schema: { name: 'brief', strict: true, schema } } };
}

function again({ text, problem }: Miss): Message[] {
  return [
    { role: 'assistant', content: text.slice(0, SHOWN) },
    {
      role: 'user',
      content: `That is no brief: ${problem}. Answer with the whole brief, as one JSON object.`,
    },
  ];
}
