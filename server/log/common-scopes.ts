/** What the budgets of all users together are called, in `budgets`. Those of one user or address are nobody else's business. */
export const COMMON_SCOPES = ['tokens of all', 'seconds of all'];
