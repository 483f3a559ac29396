import { afterAll, beforeEach, expect, test } from 'vitest';
import { settings, users } from '../../drizzle/schema.ts';
import { startApi } from '../../tests/api-server.ts';
import { untilOneWaits } from '../../tests/lock-wait.ts';
import { PASSWORD, register, Visitor } from '../../tests/visitor.ts';
import { user } from '../../tests/whole-user.ts';
import type { Queries } from '../database/database.ts';
import { offerSetUp, redeem } from './set-up.ts';

const api = await startApi();
afterAll(() => api.stop());
beforeEach(async () => {
  await api.database.use((queries) => queries.delete(users));
  await api.database.use((queries) => queries.delete(settings));
});

/** @returns what a server that starts prints. */
async function started(): Promise<string> {
  const lines: string[] = [];
  await offerSetUp(api.database, (line) => lines.push(line));
  return lines.join('\n');
}

const tokenIn = (line: string) => line.match(/[0-9a-f]{32}$/)![0];
const roles = async () =>
  (await api.database.use((queries) => queries.select({ role: users.role }).from(users))).map(
    ({ role }) => role,
  );
const tries = (setupToken: string, email: string) =>
  new Visitor(api.url).ask('POST', '/api/account/register', {
    body: { email, password: PASSWORD, locale: 'zh', setupToken },
  });

test('who registers with the token is the administrator, and the token is spent', async () => {
  const token = tokenIn(await started());
  expect(JSON.stringify(await api.database.use((q) => q.select().from(settings)))).not.toContain(token);
  const visitor = new Visitor(api.url);
  expect(await visitor.ask('GET', '/api/account')).toMatchObject({ body: { isFirst: true } });
  const { account } = await register(api.url, token);
  expect(account.role).toBe('admin');
  expect(await visitor.ask('GET', '/api/account')).toMatchObject({ body: { isFirst: false } });
  expect(await tries(token, 'second@example.org')).toMatchObject({
    status: 403,
    body: { error: { code: 'setup_token_wrong' } },
  });
  expect(await started()).toBe('');
  expect(await roles()).toEqual(['admin']);
});

test('whoever registers without it is no administrator, and leaves the token good', async () => {
  const token = tokenIn(await started());
  expect((await register(api.url)).account.role).toBe('user');
  expect(await tries('0'.repeat(32), 'guess@example.org')).toMatchObject({ status: 403 });
  expect(await tries(token, 'no address')).toMatchObject({ status: 400 });
  expect((await register(api.url, token)).account.role).toBe('admin');
});

test('a token is not spent on an address that is taken', async () => {
  const token = tokenIn(await started());
  const { account } = await register(api.url);
  expect(await tries(token, account.email)).toMatchObject({ status: 409 });
  expect((await register(api.url, token)).account.role).toBe('admin');
});

test('servers that start at once print a token each; of all who race with them one is the administrator', async () => {
  const tokens = (await Promise.all([started(), started(), started()])).map(tokenIn);
  expect(new Set(tokens).size).toBe(3);
  const answers = await Promise.all(
    [...tokens, ...tokens].map((token, index) => tries(token, `racer${index}@example.org`)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403, 403, 403, 403]);
  expect(await roles()).toEqual(['admin']);
});

test('who redeems a token while another does waits, and is then refused', async () => {
  const [one, other] = [tokenIn(await started()), tokenIn(await started())];
  const become = async (queries: Queries, token: string) => {
    await redeem(queries, token);
    await queries.insert(users).values({ ...user(), role: 'admin' });
  };
  const { second } = await api.database.transaction(async (queries) => {
    await become(queries, one);
    const late = api.database.transaction((later) => become(later, other));
    late.catch(() => {});
    await untilOneWaits(api.database);
    return { second: late };
  });
  await expect(second).rejects.toMatchObject({ code: 'setup_token_wrong' });
  expect(await roles()).toEqual(['admin']);
});
