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

const OF_THE_KEY = ['OPENAI_BASE_URL', 'OPENAI_MODEL'] as const;

/** Without a key the rules write, and nobody would be told that the rest was in vain. */
export const modelHasKey: Rule = (set) =>
  set['OPENAI_API_KEY'] === undefined
    ? OF_THE_KEY.filter((name) => set[name] !== undefined).map(
        (name) =>
          `${name} is set, but OPENAI_API_KEY is not: set the key, to any word where that endpoint asks for none.`,
      )
    : [];
