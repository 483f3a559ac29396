import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIns, users } from '../../drizzle/schema.ts';
import { Failure } from '../../src/lib/core/wire/failure.ts';
import { startApi, type ApiServer } from '../../tests/api-server.ts';
import { PASSWORD, register, Visitor, type Member } from '../../tests/visitor.ts';

let api: ApiServer;
let member: Member;
beforeAll(async () => {
  api = await startApi();
  member = await register(api.url);
});
afterAll(() => api.stop());

test('case 17: of 200 sign-ins at once as many get through as the limit says', async () => {
  const victim = await register(api.url);
  const visitor = new Visitor(api.url);
  const body = { email: victim.account.email, password: 'a wrong long password' };
  const answers = await Promise.all(
    Array.from({ length: 200 }, () => visitor.ask('POST', '/api/account/sign-in', { body })),
  );
  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
  expect(refused).toHaveLength(190);
  for (const { body, headers } of refused) {
    const { error } = Failure.parse(body);
    expect(error.code).toBe('too_many');
    expect(headers.get('retry-after')).toBe(String(error.details.seconds));
  }
  // Those who are signed in notice nothing of it.
  expect(await victim.ask('GET', '/api/account/devices')).toMatchObject({ status: 200 });
});

test('case 20: a forged X-Forwarded-For brings no new attempts', async () => {
  const { email } = (await register(api.url)).account;
  const visitor = new Visitor(api.url);
  const statuses = [];
  for (let index = 0; index < 12; index++) {
    const headers = { 'x-forwarded-for': `198.51.100.${index}`, 'x-real-ip': `198.51.100.${index}` };
    const body = { email, password: 'a wrong long password' };
    statuses.push((await visitor.ask('POST', '/api/account/sign-in', { body, headers })).status);
  }
  expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
});

const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const fields = (email: string, password: string) => `{"email":${email},"password":${password},"locale":"en"}`;
const ODDITIES: [string, string][] = [
  ['0', '0'],
  ['true', 'true'],
  ['null', 'null'],
  ['[]', '[]'],
  ['"a text"', '"a text"'],
  ['nothing', ''],
  ['half of it', '{"email":'],
  ['a number for an e-mail', '{"email":1}'],
  ['a number and a password', fields('0', '"long enough to do"')],
  ['a list for an e-mail', fields('["a@example.org"]', '"long enough to do"')],
  ['an object for a password', fields('"a@example.org"', '{"length":12}')],
  ['NUL in a password', fields('"a@example.org"', '"long enough\\u0000 to do"')],
  ['NUL in an e-mail', fields('"a\\u0000@example.org"', '"long enough to do"')],
  ['a lone surrogate in a password', fields('"a@example.org"', '"long enough \\ud800 to do"')],
  ['a lone surrogate in an e-mail', fields('"\\udc00a@example.org"', '"long enough to do"')],
  ['10 MB', fields('"a@example.org"', `"${'x'.repeat(10_000_000)}"`)],
  ['10 MB of nothing', ' '.repeat(10_000_000)],
  ['depth 10k', deep(10_000)],
  ['depth 10k inside', fields('"a@example.org"', deep(10_000))],
  ['__proto__', '{"__proto__":{"email":"a@example.org","password":"long enough to do"}}'],
  [
    '__proto__ besides',
    '{"__proto__":{"role":"admin"},"email":"a@example.org","password":"long enough","locale":"en"}',
  ],
  ['constructor', '{"constructor":{"prototype":{"role":"admin"}}}'],
  [
    'a role of its own',
    '{"email":"a@example.org","password":"long enough to do","locale":"en","role":"admin"}',
  ],
];
const ENDPOINTS = [
  ['POST', '/api/account/register'],
  ['POST', '/api/account/sign-in'],
  ['PUT', '/api/account/password'],
  ['DELETE', '/api/account'],
] as const;

describe('case 18: what is no request is refused as one, and changes nothing', () => {
  test.each(ODDITIES)('%s', async (_, text) => {
    const before = await digest();
    for (const [method, path] of ENDPOINTS) {
      const response = await send(method, path, text);
      expect([400, 413], `${method} ${path}`).toContain(response.status);
      expect(['bad_request', 'too_large']).toContain(Failure.parse(await response.json()).error.code);
    }
    expect(await digest()).toBe(before);
  });

  test('10 MB without its length said before', async () => {
    const chunk = new TextEncoder().encode(' '.repeat(100_000));
    let left = 100;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => (left-- > 0 ? controller.enqueue(chunk) : controller.close()),
    });
    const response = await send('POST', '/api/account/sign-in', body);
    expect([response.status, Failure.parse(await response.json()).error.code]).toEqual([413, 'too_large']);
  });

  test.each(['%', '%00', '%ff', '..%2f..', '0', 'x'.repeat(5000), `${'0'.repeat(63)}g`, '__proto__'])(
    'a device that is called %s',
    async (id) => {
      const answer = await member.ask('DELETE', `/api/account/devices/${id}`);
      expect([400, 404]).toContain(answer.status);
    },
  );

  test('no body where there should be one, and one where there should be none', async () => {
    expect((await member.ask('PUT', '/api/account/password')).status).toBe(415);
    expect((await member.ask('GET', '/api/account/devices?a=1&a=2&__proto__=3')).status).toBe(200);
    expect((await new Visitor(api.url).ask('POST', '/api/account/sign-out', { body: deep(5) })).status).toBe(
      200,
    );
  });

  test('an unpaired byte of UTF-8', async () => {
    const response = await send('POST', '/api/account/sign-in', new Uint8Array([0x22, 0xff, 0x22]));
    expect(response.status).toBe(400);
  });
});

test('a password of the greatest length that was written in another way is the same password', async () => {
  const visitor = new Visitor(api.url);
  const password = 'é密码🔑'.repeat(25);
  const email = 'someone@example.org';
  await visitor.ask('POST', '/api/account/register', { body: { email, password, locale: 'zh' } });
  const again = (text: string) =>
    visitor.ask('POST', '/api/account/sign-in', { body: { email, password: text } });
  expect((await again(password.normalize('NFC'))).status).toBe(200);
  expect((await again(`${password.slice(0, -2)}x`)).status).toBe(401);
});

/** @returns the answer to the member, or to whoever the endpoint is for. */
function send(method: string, path: string, body: BodyInit): Promise<Response> {
  const cookie = [...member.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return fetch(api.url + path, {
    method,
    headers: { 'content-type': 'application/json', cookie },
    body,
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  } as RequestInit);
}

async function digest(): Promise<string> {
  const rows = await api.database.use(async (queries) => [
    await queries.select().from(users).orderBy(users.id),
    await queries.select().from(signIns).orderBy(signIns.id),
  ]);
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}

test('a member is still who they were', async () => {
  const { email } = member.account;
  const answer = await member.ask('POST', '/api/account/sign-in', { body: { email, password: PASSWORD } });
  expect(answer).toMatchObject({ status: 200, body: { account: member.account } });
});
