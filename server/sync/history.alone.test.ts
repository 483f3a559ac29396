import { afterAll, beforeAll, expect, test } from 'vitest';
import { HistoryPage } from '../../src/lib/core/wire/history.ts';
import type { PushItem } from '../../src/lib/core/wire/sync.ts';
import { startApi, type ApiServer } from '../../tests/api-server.ts';
import {
  counterOf,
  deletionItem,
  emotional,
  feedbackItem,
  NOW,
  preferencesItem,
  pullOf,
  pushOf,
  runItem,
  tablesOf,
} from '../../tests/fixtures/sync-records.ts';
import { PASSWORD, register, Visitor, type Member } from '../../tests/visitor.ts';

let api: ApiServer;
let member: Member;
beforeAll(async () => {
  api = await startApi();
  member = await register(api.url);
});
afterAll(() => api.stop());

const push = (items: PushItem[], by = member) =>
  by.ask('POST', '/api/sync/push', { body: pushOf(by.account.id, items) });

async function page(query: Record<string, string | number>, by = member): Promise<HistoryPage> {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, `${value}`]));
  const answer = await by.ask('GET', `/api/history?${search}`);
  expect(answer.status).toBe(200);
  return HistoryPage.parse(answer.body);
}

/** The ids of all pages. */
async function all(query: Record<string, string | number>): Promise<string[]> {
  const ids: string[] = [];
  for (let key: object = {}; ;) {
    const { runs, next } = await page({ ...query, ...key });
    ids.push(...runs.map(({ id }) => id));
    if (next === null) return ids;
    key = next;
  }
}

test('what is pushed is pulled, and is in the history with what was said of it', async () => {
  const other = await register(api.url);
  const [first, second] = [runItem(), runItem()] as const;
  const said = feedbackItem(second.id, '很好');
  expect(await push([first, second, said], other)).toMatchObject({
    status: 200,
    body: { type: 'pushed', outcomes: [1, 2, 3].map((seq) => ({ outcome: 'applied', seq })) },
  });
  const pulled = await other.ask('POST', '/api/sync/pull', { body: pullOf(other.account.id) });
  expect(pulled).toMatchObject({ status: 200, body: { rows: [{ id: first.id }, { id: second.id }, {}] } });
  const { runs, next } = await page({}, other);
  expect(next).toBeNull();
  expect(runs).toHaveLength(2);
  expect(runs).toContainEqual({ id: first.id, run: first.body, feedback: null });
  expect(runs).toContainEqual({ id: second.id, run: second.body, feedback: said.body });
  expect((await page({})).runs).toEqual([]);
});

test('pages of any size give every run once, the newest first, of one emotion too, and none that was deleted', async () => {
  const at = (i: number) => NOW.getTime() + Math.floor(i / 3);
  const items = Array.from({ length: 12 }, (_, i) => emotional(i % 2 ? 'sad' : 'happy', at(i)));
  await push(items);
  await push([deletionItem(items[5]!.id)]);
  const newest = (some: PushItem[]) =>
    some
      .filter((item) => item !== items[5])
      .map((item) => ({ id: item.id, time: at(items.indexOf(item)) }))
      .sort((a, b) => b.time - a.time || (b.id > a.id ? 1 : -1))
      .map(({ id }) => id);
  for (const limit of [1, 5, 11, 100]) {
    expect(await all({ limit })).toEqual(newest(items));
    expect(await all({ limit, emotion: 'sad' })).toEqual(newest(items.filter((_, i) => i % 2)));
  }
  expect(await all({ emotion: 'fear' })).toEqual([]);
});

test.each([
  ['more than a hundred', 'limit=101'],
  ['none', 'limit=0'],
  ['half a key', 'startedAt=1'],
  ['a key that is none', 'startedAt=1&id=%25'],
  ['an emotion that is none', 'emotion=joy'],
  ['something else', 'user=1'],
])('a page of %s is refused', async (_, query) => {
  expect(await member.ask('GET', `/api/history?${query}`)).toMatchObject({
    status: 400,
    body: { error: { code: 'bad_request' } },
  });
});

test('case 7: nobody, and nobody else than the device takes itself for, pushes or pulls', async () => {
  const [nobody, other] = [new Visitor(api.url), await register(api.url)];
  const { id } = member.account;
  for (const who of [nobody, other]) {
    for (const [path, body] of [
      ['push', pushOf(id, [runItem()])],
      ['pull', pullOf(id)],
    ] as const) {
      expect(await who.ask('POST', `/api/sync/${path}`, { body })).toMatchObject({
        status: 401,
        body: { error: { code: 'signed_out' } },
      });
    }
  }
  expect((await nobody.ask('GET', '/api/history')).status).toBe(401);
});

test('of an account that is deleted no record stays, and no push that was under way leaves one', async () => {
  const gone = await register(api.url);
  const pushes = Array.from({ length: 12 }, (_, i) => push([preferencesItem(`${i}`, { ago: -i })], gone));
  const deletion = gone.ask('DELETE', '/api/account', { body: { password: PASSWORD } });
  const statuses = (await Promise.all(pushes)).map(({ status }) => status);
  expect((await deletion).status).toBe(200);
  for (const status of statuses) expect([200, 401]).toContain(status);
  expect((await push([runItem()], gone)).status).toBe(401);
  const { id } = gone.account;
  expect((await tablesOf(api.database, id)).records).toEqual([]);
  expect(await counterOf(api.database, id)).toBeUndefined();
});
