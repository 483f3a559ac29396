import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type ApiServer } from '../../tests/api-server.ts';
import { PASSWORD, Visitor } from '../../tests/visitor.ts';

let api: ApiServer;
beforeAll(async () => {
  api = await startApi({ DATABASE_URL: 'none' });
});
afterAll(() => api.stop());

test('without a database there are no accounts, and that is said', async () => {
  const visitor = new Visitor(api.url);
  visitor.cookies.set('attune', 'A'.repeat(43));
  expect(await visitor.ask('GET', '/api/account')).toMatchObject({
    status: 200,
    body: { available: false, isFirst: false, account: null },
  });
  const body = { email: 'ann@example.org', password: PASSWORD };
  for (const path of ['/api/account/sign-in', '/api/account/sign-out']) {
    expect(await visitor.ask('POST', path, { body })).toMatchObject({
      status: 404,
      body: { error: { code: 'no_accounts' } },
    });
  }
});
