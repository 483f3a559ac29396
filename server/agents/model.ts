import OpenAI from 'openai';
import { patientFetch } from './patient-fetch.ts';

/** How a brief is asked for: by its JSON schema, or as any JSON object with the schema in words. Endpoints differ. */
export const WAYS = ['json_schema', 'json_object'] as const;
export type Way = (typeof WAYS)[number];

/** A language model behind an OpenAI-compatible endpoint. */
export interface Model {
  client: OpenAI;
  name: string;
  /** Milliseconds until the whole answer must be there, however it is got. */
  deadline: number;
  /** What the endpoint takes, as far as it is known; found out once, by asking. */
  takes: { way: Way; limit: 'max_tokens' | 'max_completion_tokens' };
}

export interface ModelOptions {
  apiKey: string;
  /** The endpoint's address, as in `https://api.moonshot.cn/v1`; OpenAI's where there is none. */
  baseURL?: string | undefined;
  name?: string | undefined;
  /** Milliseconds that one request may take until it is answered. */
  timeout?: number;
  deadline?: number;
}

/** Nothing is requested yet. */
export function openModel({
  apiKey,
  baseURL = 'https://api.openai.com/v1',
  name = 'gpt-4.1-mini',
  timeout = 20_000,
  deadline = 30_000,
}: ModelOptions): Model {
  const client = new OpenAI({
    apiKey,
    baseURL,
    timeout,
    maxRetries: 1,
    fetch: patientFetch,
    // What else the environment may say is not for us, and its log would hold what listeners wrote.
    organization: null,
    project: null,
    logLevel: 'off',
  });
  return { client, name, deadline, takes: { way: 'json_schema', limit: 'max_tokens' } };
}
