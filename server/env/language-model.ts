import * as z from 'zod';
import { endpoint, wholeNumber, type Rule } from './values.ts';

export const languageModel = {
  /** The key of an OpenAI-compatible endpoint, whose language model writes briefs; where unset, the rules write. */
  OPENAI_API_KEY: z.string().optional(),
  /** That endpoint's address; OpenAI's where unset. */
  OPENAI_BASE_URL: endpoint('https://api.moonshot.cn/v1').optional(),
  /** The name of the model there; one of OpenAI's where neither is set. */
  OPENAI_MODEL: z.string().optional(),
  /** Tokens that all users together may have of it in a day. */
  OPENAI_DAILY_TOKENS: wholeNumber(0, 1e15).prefault('5000000'),
};

/** Nobody but OpenAI has OpenAI's models. */
export const modelIsNamed: Rule = ({ OPENAI_BASE_URL, OPENAI_MODEL }) =>
  OPENAI_BASE_URL !== undefined && OPENAI_MODEL === undefined
    ? ['OPENAI_MODEL is not set, but OPENAI_BASE_URL is: name a model that it has.']
    : [];
