import { UNIT as TOKENS } from '../agents/budget.ts';
import { scopeOfAll } from '../budgets/counts.ts';
import { UNIT as SECONDS } from '../cloud/budget.ts';

/** What the budgets of all users together are called, in `budgets`. Those of one user or address are nobody else's business. */
export const COMMON_SCOPES = { tokens: scopeOfAll(TOKENS), seconds: scopeOfAll(SECONDS) };
