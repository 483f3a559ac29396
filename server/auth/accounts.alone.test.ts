import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { users } from '../../drizzle/schema.ts';
import { startApi, type ApiServer } from '../../tests/api-server.ts';
import { untilOneWaits } from '../../tests/lock-wait.ts';
import { PASSWORD, register, Visitor } from '../../tests/visitor.ts';
import { hashPassword } from './passwords.ts';

let api: ApiServer;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

test('whoever registers is signed in, and can sign in again elsewhere', async () => {
  const member = await register(api.url);
  const other = new Visitor(api.url);
  const credentials = { email: member.account.email.toUpperCase(), password: PASSWORD };
  const answer = await other.ask('POST', '/api/account/sign-in', { body: credentials });
  expect(answer).toMatchObject({ status: 200, body: { account: member.account } });
  expect(other.cookies.get('attune')).toMatch(/^[\w-]{43}$/);
  expect(other.cookies.get('attune')).not.toBe(member.cookies.get('attune'));
});

test('a visitor learns whose the browser is, signs out and is nobody', async () => {
  const member = await register(api.url);
  const state = (account: unknown) => ({ status: 200, body: { available: true, isFirst: false, account } });
  expect(await member.ask('GET', '/api/account')).toMatchObject(state(member.account));
  const token = member.cookies.get('attune')!;
  expect(await member.ask('POST', '/api/account/sign-out')).toMatchObject({ status: 200 });
  expect(member.cookies.size).toBe(0);
  expect(await member.ask('GET', '/api/account')).toMatchObject(state(null));
  member.cookies.set('attune', token);
  expect(await member.ask('GET', '/api/account')).toMatchObject(state(null));
  expect(member.cookies.size).toBe(0);
});

test('a wrong password and an unknown address get the same answer', async () => {
  const { account } = await register(api.url);
  const visitor = new Visitor(api.url);
  for (const email of [account.email, 'nobody@example.org']) {
    const answer = await visitor.ask('POST', '/api/account/sign-in', {
      body: { email, password: 'another long password' },
    });
    expect(answer).toMatchObject({
      status: 401,
      body: { error: { code: 'credentials_wrong', details: {} } },
    });
  }
  expect(visitor.cookies.size).toBe(0);
});

test('a new password signs other devices out and gives this one a new token', async () => {
  const member = await register(api.url);
  const other = new Visitor(api.url);
  const { email } = member.account;
  await other.ask('POST', '/api/account/sign-in', { body: { email, password: PASSWORD } });
  const before = member.cookies.get('attune');
  const change = (current: string, next: string) =>
    member.ask('PUT', '/api/account/password', { body: { current, next } });
  expect(await change('not this one at all', 'whatever it may be')).toMatchObject({
    status: 401,
    body: { error: { code: 'password_wrong' } },
  });
  // As another keyboard writes it, full width.
  const same = PASSWORD.replace('long', 'ｌｏｎｇ');
  for (const next of [PASSWORD, same]) {
    expect(await change(PASSWORD, next)).toMatchObject({
      status: 400,
      body: { error: { code: 'password_same' } },
    });
  }
  expect(member.cookies.get('attune')).toBe(before);
  expect(await change(PASSWORD, 'the next long password')).toMatchObject({ status: 200 });
  expect(member.cookies.get('attune')).not.toBe(before);
  expect(await member.ask('GET', '/api/account/devices')).toMatchObject({
    status: 200,
    body: { devices: [{ isCurrent: true, name: 'node' }] },
  });
  expect(await other.ask('GET', '/api/account/devices')).toMatchObject({ status: 401 });
  const again = (password: string) =>
    other.ask('POST', '/api/account/sign-in', { body: { email, password } });
  expect(await again(PASSWORD)).toMatchObject({ status: 401 });
  expect(await again('the next long password')).toMatchObject({ status: 200 });
});

test('a password that is changed while somebody signs in with the old one lets nobody in', async () => {
  const { account } = await register(api.url);
  const visitor = new Visitor(api.url);
  const body = { email: account.email, password: PASSWORD };
  const signingIn = await api.database.transaction(async (queries) => {
    const passwordHash = await hashPassword('the next long password');
    await queries.update(users).set({ passwordHash }).where(eq(users.id, account.id));
    const pending = visitor.ask('POST', '/api/account/sign-in', { body });
    await untilOneWaits(api.database);
    return { pending };
  });
  expect(await signingIn.pending).toMatchObject({ status: 401 });
});

test('an address is registered once, however many try at once', async () => {
  const body = { email: 'once@example.org', password: PASSWORD, locale: 'en' };
  const tries = Array.from({ length: 6 }, () =>
    new Visitor(api.url).ask('POST', '/api/account/register', { body }),
  );
  const statuses = (await Promise.all(tries)).map(({ status }) => status).sort();
  expect(statuses).toEqual([200, 409, 409, 409, 409, 409]);
});
