import { databaseCounts } from '../budgets/database-counts.ts';
import { memoryCounts } from '../budgets/memory-counts.ts';
import { processEnv } from '../env.ts';
import { services } from '../services.ts';
import type { Agents } from './answer.ts';
import { tokenBudget, UNIT, type Budget } from './budget.ts';
import { openModel } from './model.ts';
import { record } from './record.ts';

/** A draft, with words and preferences, takes about 12000 tokens. */
const USER_LIMIT = 400_000;
const NETWORK_LIMIT = 200_000;

let opened: Agents | null | undefined;

/** The agents of this process, made at the first call; null where no language model is configured. @throws BadEnvironment */
export function languageModelAgents(): Agents | null {
  return (opened ??= open());
}

function open(): Agents | null {
  const { OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL, OPENAI_DAILY_TOKENS } = processEnv();
  if (OPENAI_API_KEY === undefined) return null;
  return {
    model: openModel({ apiKey: OPENAI_API_KEY, baseURL: OPENAI_BASE_URL, name: OPENAI_MODEL }),
    budget: serverBudget(OPENAI_DAILY_TOKENS),
    record,
  };
}

/** In the database, for all servers; in memory where there is none. */
function serverBudget(all: number): Budget {
  const limits = { user: USER_LIMIT, network: NETWORK_LIMIT, all };
  const alone = tokenBudget(memoryCounts(), limits);
  let shared: Budget | undefined;
  return {
    async reserve(payer, tokens) {
      const database = await services().database();
      if (database !== null) shared ??= tokenBudget(databaseCounts(database, UNIT), limits);
      return (shared ?? alone).reserve(payer, tokens);
    },
  };
}
