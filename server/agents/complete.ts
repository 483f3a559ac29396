import { APIConnectionTimeoutError, APIUserAbortError, BadRequestError, type OpenAI } from 'openai';
import * as z from 'zod';
import type { AgentLine } from '../../src/lib/core/wire/agents.ts';
import { Failed } from './failed.ts';
import type { Model } from './model.ts';
import type { Message } from './prompt.ts';

type Body = OpenAI.Chat.ChatCompletionCreateParamsStreaming;

const Usage = z.object({ total_tokens: z.int().nonnegative() }).nullish();

/** What we read of a piece of an answer. */
const Chunk = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }).nullish(),
        finish_reason: z.string().nullish(),
        /** Where Moonshot counts. */
        usage: Usage,
      }),
    )
    .nullish(),
  usage: Usage,
});

/** Tokens of an answer; a brief of five sections takes about a thousand. */
export const MAX_TOKENS = 4000;
/** Characters after which an endpoint no longer keeps to that. */
const MAX_CHARACTERS = 40_000;

/** What is said to a model, and in which form it is to answer. */
export interface Question {
  messages: Message[];
  format: NonNullable<Body['response_format']>;
}

/** What there is of an answer, and what it cost. */
export interface Tally {
  /** Whether the endpoint turned the question away, which costs nothing. One that was only stopped may cost. */
  isRejected: boolean;
  text: string;
  /** Of question and answer, as the endpoint counts; null where it does not say. */
  tokens: number | null;
}

export type Progress = AgentLine & { type: 'progress' };

/** An answer on its way: how much there is of it, and at last its text. */
export type Answering = AsyncGenerator<Progress, string, void>;

/**
 * Asks a model once, and keeps the tally while the answer comes.
 * @throws Failed where the answer was refused or broke off; what the client throws where there is none.
 */
export async function* complete(
  model: Model,
  question: Question,
  tally: Tally,
  signal: AbortSignal,
): AsyncGenerator<Progress, void, void> {
  const chunks = await opened(model, question, signal).catch((error: unknown) => {
    tally.isRejected = !(error instanceof APIUserAbortError || error instanceof APIConnectionTimeoutError);
    throw error;
  });
  let ending: string | null = null;
  for await (const chunk of chunks) {
    const { choices, usage } = Chunk.parse(chunk);
    const { delta, finish_reason: finish, usage: counted } = choices?.[0] ?? {};
    tally.tokens = (usage ?? counted)?.total_tokens ?? tally.tokens;
    ending = finish ?? ending;
    if (delta?.refusal) throw new Failed('refused', 'the model refused');
    if (!delta?.content) continue;
    tally.text += delta.content;
    if (tally.text.length > MAX_CHARACTERS) throw new Failed('unusable', 'the answer does not end');
    yield { type: 'progress', characters: tally.text.length };
  }
  assertWhole(ending);
}

/** @throws Failed unless the model ended its answer itself. */
function assertWhole(ending: string | null): void {
  if (ending === 'stop') return;
  if (ending === null) throw new Failed('unavailable', 'the answer broke off');
  if (ending === 'content_filter') throw new Failed('refused', 'the answer was filtered');
  throw new Failed('unusable', `the answer ended by ${ending}`);
}

/** OpenAI's newer models know the limit by another name than everybody else; which one is remembered. */
async function opened(model: Model, question: Question, signal: AbortSignal) {
  const { limit } = model.takes;
  try {
    return await requested(model, question, signal);
  } catch (error) {
    if (!(error instanceof BadRequestError) || error.param !== 'max_tokens' || limit !== 'max_tokens')
      throw error;
    model.takes.limit = 'max_completion_tokens';
    return requested(model, question, signal);
  }
}

function requested({ client, name, takes }: Model, { messages, format }: Question, signal: AbortSignal) {
  const body: Body = {
    model: name,
    messages,
    response_format: format,
    [takes.limit]: MAX_TOKENS,
    stream: true,
    stream_options: { include_usage: true },
  };
  return client.chat.completions.create(body, { signal });
}
