import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { signIns } from '../../drizzle/schema.ts';
import { startApi, type ApiServer } from '../../tests/api-server.ts';
import { PASSWORD, register, Visitor, type Member } from '../../tests/visitor.ts';

let api: ApiServer;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());
afterEach(() => void vi.useRealTimers());

const DAY = 24 * 3600_000;
const idOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** Sets the clock of the server, and of everything else in this process. */
const pass = (ms: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
const isSignedIn = async (member: Visitor) =>
  (await member.ask('GET', '/api/account/devices')).status === 200;

async function rowOf(member: Member) {
  const [row] = await api.database.use((queries) =>
    queries
      .select()
      .from(signIns)
      .where(eq(signIns.id, idOf(member.cookies.get('attune')!))),
  );
  return row;
}

/** Another device of the same user's. */
async function deviceOf({ account: { email } }: Member, headers: Record<string, string> = {}) {
  const device = new Visitor(api.url);
  await device.ask('POST', '/api/account/sign-in', { body: { email, password: PASSWORD }, headers });
  return device;
}

test('the cookie is out of reach of scripts and other sites, and over https of everything else on the host', async () => {
  const send = (headers: Record<string, string>) =>
    fetch(`${api.url}/api/account/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ email: `${crypto.randomUUID()}@example.org`, password: PASSWORD, locale: 'en' }),
    });
  const [plain] = (await send({})).headers.getSetCookie();
  expect(plain).toMatch(/^attune=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=lax$/);
  const [secure] = (await send({ 'x-forwarded-proto': 'https' })).headers.getSetCookie();
  expect(secure).toMatch(/^__Host-attune=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=lax$/);
});

test('over https a cookie that was set without it counts for nothing', async () => {
  const member = await register(api.url);
  const headers = { 'x-forwarded-proto': 'https' };
  expect(await member.ask('GET', '/api/account/devices', { headers })).toMatchObject({ status: 401 });
  expect(await isSignedIn(member)).toBe(true);
});

test('the token is kept nowhere: what the database has signs nobody in', async () => {
  const member = await register(api.url);
  const row = await rowOf(member);
  expect(row).toMatchObject({ userId: member.account.id });
  const thief = new Visitor(api.url);
  thief.cookies.set('attune', row!.id);
  expect(await isSignedIn(thief)).toBe(false);
  thief.cookies.set('attune', Buffer.from(row!.id, 'hex').toString('base64url'));
  expect(await isSignedIn(thief)).toBe(false);
});

test('a sign-in moves on with use, and ends 30 days after the last', async () => {
  const member = await register(api.url);
  const first = (await rowOf(member))!;
  for (const _ of [1, 2, 3]) {
    pass(20 * DAY);
    expect(await isSignedIn(member)).toBe(true);
  }
  expect((await rowOf(member))!.expiresAt.getTime() - first.expiresAt.getTime()).toBeCloseTo(60 * DAY, -6);
  pass(31 * DAY);
  expect(await isSignedIn(member)).toBe(false);
  expect(member.cookies.size).toBe(0);
});

test('a sign-in ends 180 days after it began, however much it is used', async () => {
  const member = await register(api.url);
  const { absoluteExpiresAt } = (await rowOf(member))!;
  for (let day = 10; day < 180; day += 10) {
    pass(10 * DAY);
    expect(await isSignedIn(member)).toBe(true);
    expect((await rowOf(member))!.expiresAt.getTime()).toBeLessThanOrEqual(absoluteExpiresAt.getTime());
  }
  pass(10 * DAY);
  expect(await isSignedIn(member)).toBe(false);
});

test('the last use of a device is written down now and then, not at each request', async () => {
  const member = await register(api.url);
  const seen = async () => (await rowOf(member))!.lastSeenAt.getTime();
  const first = await seen();
  await isSignedIn(member);
  expect(await seen()).toBe(first);
  pass(11 * 60_000);
  await isSignedIn(member);
  expect(await seen()).toBeGreaterThan(first);
});

test('case 20: an expired cookie and a tampered one sign nobody in, and are cleared', async () => {
  const member = await register(api.url);
  const token = member.cookies.get('attune')!;
  const last = token.endsWith('A') ? 'B' : 'A';
  for (const tampered of [
    token.slice(0, -1) + last,
    token.slice(1),
    `${token}A`,
    '',
    '%00',
    '💥',
    'x'.repeat(3000),
  ]) {
    const visitor = new Visitor(api.url);
    visitor.cookies.set('attune', encodeURIComponent(tampered));
    expect(await visitor.ask('GET', '/api/account')).toMatchObject({ status: 200, body: { account: null } });
    expect(visitor.cookies.size, tampered).toBe(0);
    visitor.cookies.set('attune', encodeURIComponent(tampered));
    expect(await isSignedIn(visitor)).toBe(false);
  }
  await api.database.use((queries) => queries.update(signIns).set({ expiresAt: new Date(Date.now() - 1) }));
  expect(await isSignedIn(member)).toBe(false);
  expect(member.cookies.size).toBe(0);
  expect(await api.database.use((q) => q.$count(signIns, eq(signIns.id, idOf(token))))).toBe(0);
});

test('signing out everywhere ends every device of the user, and nobody else', async () => {
  const [member, other] = [await register(api.url), await register(api.url)];
  const second = await deviceOf(member);
  expect(await isSignedIn(second)).toBe(true);
  expect(await member.ask('POST', '/api/account/sign-out-everywhere')).toMatchObject({ status: 200 });
  expect([await isSignedIn(member), await isSignedIn(second)]).toEqual([false, false]);
  expect(await isSignedIn(other)).toBe(true);
});

test('a device is signed out by another of the same user, and by nobody else', async () => {
  const [member, stranger] = [await register(api.url), await register(api.url)];
  const phone = await deviceOf(member, {
    'user-agent':
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1',
  });
  const { body } = await member.ask('GET', '/api/account/devices');
  const { devices } = body as { devices: { id: string; name: string; isCurrent: boolean }[] };
  expect(devices.map(({ name, isCurrent }) => [name, isCurrent])).toEqual([
    ['Safari on iPhone', false],
    ['node', true],
  ]);
  const end = (who: Visitor, id: string) => who.ask('DELETE', `/api/account/devices/${id}`);
  expect(await end(stranger, devices[0]!.id)).toMatchObject({ status: 404 });
  expect(await end(member, 'nonsense')).toMatchObject({ status: 404 });
  expect(await isSignedIn(phone)).toBe(true);
  expect(await end(member, devices[0]!.id)).toMatchObject({ status: 200 });
  expect(await isSignedIn(phone)).toBe(false);
  expect(await isSignedIn(member)).toBe(true);
});

test('signing in gives a new token and ends the old one of the same browser', async () => {
  const member = await register(api.url);
  const before = member.cookies.get('attune')!;
  const { email } = member.account;
  await member.ask('POST', '/api/account/sign-in', { body: { email, password: PASSWORD } });
  expect(member.cookies.get('attune')).not.toBe(before);
  const old = new Visitor(api.url);
  old.cookies.set('attune', before);
  expect([await isSignedIn(member), await isSignedIn(old)]).toEqual([true, false]);
});
