import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi, type ApiServer } from '../../tests/api-server.ts';
import { register, Visitor } from '../../tests/visitor.ts';

let api: ApiServer;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const FOREIGN = 'https://elsewhere.example';
const JSON_TYPE = { 'content-type': 'application/json' };
const send = (headers: Record<string, string>, body?: string, method = 'POST') =>
  fetch(`${api.url}/api/account/sign-in`, { method, headers, ...(body !== undefined && { body }) });
const code = async (response: Response) =>
  ((await response.json()) as { error: { code: string } }).error.code;

describe('case 19: a POST of another origin changes nothing', () => {
  test.each([
    ['JSON, by Sec-Fetch-Site', { ...JSON_TYPE, 'sec-fetch-site': 'cross-site' }],
    ['JSON, from a sibling of the site', { ...JSON_TYPE, 'sec-fetch-site': 'same-site' }],
    ['JSON, by Origin', { ...JSON_TYPE, origin: FOREIGN }],
    ['JSON, from a page that hides its origin', { ...JSON_TYPE, origin: 'null' }],
    ['text/plain', { 'content-type': 'text/plain', origin: FOREIGN }],
    ['a word that no browser sends', { ...JSON_TYPE, 'sec-fetch-site': 'anything' }],
  ])('%s', async (_, headers) => {
    const response = await send(headers, '{}');
    expect([response.status, await code(response)]).toEqual([403, 'cross_site']);
  });

  test('no type, and no body', async () => {
    const response = await send({ origin: FOREIGN });
    expect([response.status, await code(response)]).toEqual([403, 'cross_site']);
  });

  test.each(['PUT', 'DELETE', 'PATCH'])('%s is no better', async (method) => {
    const response = await send({ ...JSON_TYPE, origin: FOREIGN }, '{}', method);
    expect([response.status, await code(response)]).toEqual([403, 'cross_site']);
  });

  test('it signs nobody out', async () => {
    const member = await register(api.url);
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect(await member.ask('POST', '/api/account/sign-out', { headers })).toMatchObject({ status: 403 });
    expect(await member.ask('GET', '/api/account/devices')).toMatchObject({ status: 200 });
  });
});

test('case 19: without an Origin it is no browser, and must speak JSON all the same', async () => {
  const answers = await Promise.all([
    send(JSON_TYPE, '{}'),
    send({ 'content-type': 'text/plain' }, '{}'),
    send({ 'content-type': 'application/x-www-form-urlencoded' }, 'email=a'),
    send({}),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([400, 415, 415, 415]);
});

test.each([
  ['its own page', (url: string) => ({ 'sec-fetch-site': 'same-origin', origin: url })],
  ['its own page in an old browser', (url: string) => ({ origin: url })],
])('%s is heard', async (_, headers) => {
  expect((await send({ ...JSON_TYPE, ...headers(api.url) }, '{}')).status).toBe(400);
});

test('a link on another site may open what changes nothing', async () => {
  const visitor = new Visitor(api.url);
  const headers = { 'sec-fetch-site': 'cross-site' };
  expect(await visitor.ask('GET', '/api/account', { headers })).toMatchObject({ status: 200 });
});
