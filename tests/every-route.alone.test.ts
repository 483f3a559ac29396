import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCESS, type Access } from '../server/http/endpoint.ts';
import type { ROLES } from '../src/lib/core/wire/account.ts';
import { Failure } from '../src/lib/core/wire/failure.ts';
import { startApi, type ApiServer } from './api-server.ts';
import { API_FILES, routeId, type Handler } from './routes.ts';
import { someoneIn } from './someone.ts';
import { Visitor, type Answered } from './visitor.ts';
import { fillTables, rowsOf } from './whole-user.ts';

/** What is no `endpoint`, and why anybody may ask for it. */
const EXCEPTIONS: Record<string, string> = {
  'GET /api/health': 'says that the process is up, also while the database is not',
  'GET /api/ready': 'says whether the database answers, also while it does not',
  'GET /api/agents': 'says whether there is a language model, also where there is no database',
  'GET /api/metrics': 'asks for a token of its own (server/log/scrape.test.ts)',
};

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

interface Route {
  name: string;
  method: string;
  id: string;
  handler: Handler;
}

const routes: Route[] = [];
for (const [file, load] of Object.entries(API_FILES)) {
  const id = routeId(file);
  for (const [method, handler] of Object.entries(await load())) {
    routes.push({ name: `${method} ${id}`, method, id, handler: handler! });
  }
}
const endpoints = routes.filter(({ name }) => !(name in EXCEPTIONS));

test('every handler says who may call it, or is an exception with a reason', () => {
  expect(routes.length).toBeGreaterThan(10);
  for (const { name, method, handler } of endpoints) {
    expect(METHODS, name).toContain(method);
    expect(ACCESS, name).toContain(handler.access);
  }
  expect(routes.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(EXCEPTIONS)));
});

let api: ApiServer;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const memberOf = (role: (typeof ROLES)[number]) => someoneIn(api, role);

/** Asks with a body that is none of any endpoint's, so that nothing is done that takes one. */
function ask(visitor: Visitor, { method, id }: Route, parameter: string, body: unknown): Promise<Answered> {
  return visitor.ask(method, id.replace(/\[[^\]]+\]/g, parameter), method === 'GET' ? {} : { body });
}

/** What must be answered to whom; null for what is not about who asks. */
const REFUSED: Record<Access, { nobody: string | null; user: string | null }> = {
  anyone: { nobody: null, user: null },
  user: { nobody: '401 signed_out', user: null },
  admin: { nobody: '401 signed_out', user: '403 forbidden' },
};

describe('who may not is refused, and who may is not', () => {
  test.each(endpoints.map((route) => [route.name, route] as const))('%s', async (_, route) => {
    const refusal = async (visitor: Visitor) => {
      const { status, body } = await ask(visitor, route, randomUUID(), 0);
      const { data } = Failure.safeParse(body);
      const code = data?.error.code ?? '';
      return ['signed_out', 'forbidden'].includes(code) ? `${status} ${code}` : null;
    };
    const { nobody, user } = REFUSED[route.handler.access!];
    const forger = new Visitor(api.url);
    forger.cookies.set('attune', 'A'.repeat(43));
    expect(await refusal(new Visitor(api.url))).toBe(nobody);
    expect(await refusal(forger)).toBe(nobody);
    expect(await refusal(await memberOf('user'))).toBe(user);
    expect(await refusal(await memberOf('admin'))).toBe(null);
  });
});

test("nobody reaches another user's rows by any route, whatever ids they know", async () => {
  const victim = await memberOf('user');
  await fillTables(api.database, victim.user.id);
  const before = await rowsOf(api.database, victim.user.id);
  const ids = [
    ...new Set(JSON.stringify(before).match(/[0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)),
  ];
  expect(ids.length).toBeGreaterThan(4);
  for (const route of endpoints) {
    const parameters = route.id.includes('[') ? ids : [''];
    const stranger = await memberOf('user');
    for (const parameter of parameters) {
      const body = { userId: victim.user.id, user: victim.user.id, id: victim.user.id };
      const answer = await ask(stranger, route, parameter, body);
      if (parameter && route.method === 'GET')
        expect(answer.status, `${route.name} ${parameter}`).toBeGreaterThanOrEqual(400);
      const text = JSON.stringify(answer.body);
      for (const secret of [victim.user.id, victim.user.email])
        expect(text, route.name).not.toContain(secret);
    }
  }
  expect(await rowsOf(api.database, victim.user.id)).toEqual(before);
});
