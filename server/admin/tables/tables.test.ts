import { getTableColumns, is } from 'drizzle-orm';
import { getTableConfig, MySqlTable, type MySqlColumn } from 'drizzle-orm/mysql-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as schema from '../../../drizzle/schema.ts';
import { TableQuery, type Cell } from '../../../src/lib/core/wire/admin.ts';
import { migratedDatabase } from '../../../tests/database.ts';
import { Database } from '../../database/database.ts';
import { browsableTables, readTable } from './browse.ts';
import { NOT_BROWSED, WHITELIST } from './whitelist.ts';

const TABLES = Object.values(schema).filter((one) => is(one, MySqlTable)) as unknown as MySqlTable[];
const BROWSED = Object.entries(WHITELIST);

describe('what may be seen', () => {
  test('of every table somebody has decided whether it may be browsed', () => {
    const decided = [...Object.keys(WHITELIST), ...NOT_BROWSED].sort();
    expect(decided).toEqual(TABLES.map((table) => getTableConfig(table).name).sort());
    for (const [name, { table }] of BROWSED) expect(getTableConfig(table).name).toBe(name);
  });

  test.each(BROWSED)('of every column of %s somebody has decided how it is shown, once', (_, browsed) => {
    const decided = [...Object.keys(browsed.views), ...browsed.hidden].sort();
    expect(decided).toEqual(Object.keys(getTableColumns(browsed.table)).sort());
  });

  test.each(BROWSED)(
    'pages of %s end at columns that are shown, have an index and are unique',
    (_, browsed) => {
      const { primaryKeys, indexes, uniqueConstraints, columns } = getTableConfig(browsed.table);
      const named = ({ columns: of }: { columns: { name: string }[] }) => of.map(({ name }) => name);
      const primary = primaryKeys[0]
        ? named(primaryKeys[0])
        : columns.filter((one) => one.primary).map(({ name }) => name);
      const unique = [primary, ...uniqueConstraints.map(named)];
      // InnoDB ends every other index with the primary key.
      const others = indexes.map(({ config }) => (config.columns as MySqlColumn[]).map(({ name }) => name));
      for (const order of browsed.orders) {
        const names = order.map(({ name }) => name);
        const keys = Object.entries(getTableColumns(browsed.table));
        const shown = keys.filter(([key]) => browsed.views[key] === 'shown').map(([, { name }]) => name);
        expect(shown).toEqual(expect.arrayContaining(names));
        expect(unique.some((key) => key.every((name) => names.includes(name)))).toBe(true);
        const sorted = [...unique, ...others.map((index) => [...index, ...primary])];
        expect(sorted.map((index) => index.slice(0, names.length))).toContainEqual(names);
      }
    },
  );

  test('nothing that is a secret, or that only its owner knows, is shown as it is', () => {
    const seen = BROWSED.flatMap(([name, { views }]) =>
      Object.entries(views).flatMap(([key, view]) => (view === 'shown' ? `${name}.${key}` : [])),
    );
    const telling =
      /password|token|secret|email|comment|prompt|body|words|avoid|emotion|valence|arousal|taste|name$/i;
    expect(seen.filter((column) => telling.test(column.split('.')[1]!))).toEqual([]);
  });
});

/** Words that nobody but their owner may read. */
const MARK = 'sekret';

describe('what is there', () => {
  let database: Database;
  beforeAll(async () => {
    database = new Database(await migratedDatabase());
    await fill(database);
  });
  afterAll(() => database.close());

  const read = (name: string, asked: Record<string, unknown>) =>
    database.use((queries) => readTable(queries, name, TableQuery.parse(asked)));

  const orders = browsableTables().flatMap(({ name, orders: ways }) =>
    ways.flatMap((order) =>
      (['rising', 'falling'] as const).map((direction) => ({ name, order, direction })),
    ),
  );
  test.each(orders)('$name by $order, $direction: every row comes once, in order', async (asked) => {
    const { name, ...way } = asked;
    const all: Cell[][] = [];
    for (let after: string | null | undefined; after !== null;) {
      const page = await read(name, { ...way, limit: 2, ...(after && { after }) });
      expect(page.rows.length).toBeLessThanOrEqual(2);
      all.push(...page.rows);
      after = page.next;
    }
    expect(all.length).toBeGreaterThanOrEqual(5);
    const whole = await read(name, { ...way, limit: 200 });
    expect(all).toEqual(whole.rows);
    expect(whole.next).toBeNull();
    const { columns } = browsableTables().find((one) => one.name === name)!;
    const at = columns.findIndex((column) => column.name === way.order);
    const values = whole.rows.map((row) => row[at]!);
    const rising = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    expect(values).toEqual(way.direction === 'rising' ? rising : rising.reverse());
  });

  test('no page of any table has a word that is private', async () => {
    for (const { name } of browsableTables()) {
      const page = await read(name, { limit: 200 });
      expect(page.rows.length, name).toBeGreaterThanOrEqual(5);
      expect(JSON.stringify(page), name).not.toContain(MARK);
    }
  });

  test('masks say that there is something, and how much', async () => {
    const cell = async (table: string, column: string) => {
      const { columns } = browsableTables().find(({ name }) => name === table)!;
      return (await read(table, {})).rows[0]![columns.findIndex(({ name }) => name === column)];
    };
    expect(await cell('users', 'email')).toBe('s***@***');
    expect(await cell('feedbacks', 'comment')).toBe(`${MARK} 雨 🌧`.length - 1);
    expect(await cell('user_profiles', 'taste')).toBe(true);
    expect(await cell('user_preferences', 'tempo_min')).toBe(false);
    expect(await cell('runs', 'started_at')).toBe(AT.getTime());
  });

  test.each([
    ['settings', {}, 'not_found'],
    ['__proto__', {}, 'not_found'],
    ['users', { order: 'email' }, 'bad_request'],
    ['users', { order: 'password_hash' }, 'bad_request'],
    ['users', { after: '["x"]' }, 'bad_request'],
    ['users', { after: '[1,{"a":1}]' }, 'bad_request'],
    ['users', { after: '0' }, 'bad_request'],
    ['users', { after: '[' }, 'bad_request'],
    ['events', { order: 'id', after: '["1 or 1=1"]' }, 'bad_request'],
    ['events', { order: 'id', after: '[-1]' }, 'bad_request'],
  ])('%s with %o is refused', async (name, asked, code) => {
    await expect(read(name, asked)).rejects.toMatchObject({ name: 'Refusal', code });
  });
});

const AT = new Date('2026-11-21T23:59:59.987Z');

/** Rows in every table that can be browsed, whose private columns all have the mark. */
async function fill(database: Database): Promise<void> {
  const hash = (i: number) => i.toString(16).padStart(64, '0');
  const id = (i: number) => `00000000-0000-4000-8000-00000000000${i}`;
  await database.transaction(async (queries) => {
    for (let i = 0; i < 6; i++) {
      await queries
        .insert(schema.users)
        .values({ id: id(i), email: `${MARK}${i}@example.org`, passwordHash: MARK, createdAt: AT });
    }
    for (let i = 0; i < 6; i++) {
      const [userId, runId] = [id(i % 3), id(i)];
      const ofRun = { userId, runId };
      await queries
        .insert(schema.userProfiles)
        .values({ userId: id(i), displayName: MARK, taste: { MARK }, updatedAt: AT });
      await queries
        .insert(schema.userPreferences)
        .values({ userId: id(i), genres: [], instruments: [], avoid: [MARK], updatedAt: AT });
      await queries.insert(schema.runs).values({
        userId,
        id: runId,
        source: 'web',
        startedAt: AT,
        intent: 'soothe',
        engine: 'composer',
        status: 'done',
      });
      await queries.insert(schema.emotions).values({ ...ofRun, startedAt: AT, emotion: 'sad' });
      await queries.insert(schema.generations).values({
        ...ofRun,
        engine: 'composer',
        author: 'rules',
        genre: 'ambient',
        prompt: MARK,
        duration: 30,
        seed: 1,
        params: { MARK } as never,
        measures: { MARK } as never,
        score: 1,
        createdAt: AT,
      });
      await queries
        .insert(schema.feedbacks)
        .values({ ...ofRun, stars: 0, comment: `${MARK} 雨 🌧`, valenceBefore: 0.987654, updatedAt: AT });
      await queries
        .insert(schema.assets)
        .values({ ...ofRun, sha256: hash(i), bytes: 5, mediaType: 'audio/wav', createdAt: AT });
      await queries.insert(schema.cloudJobs).values({
        userId,
        id: runId,
        predictionId: `p${i}`,
        state: 'failed',
        params: { MARK },
        seconds: 30,
        day: '2026-11-21',
        createdAt: AT,
        checkedAt: AT,
        error: { code: 'cloud_failed', details: { reason: MARK } },
      });
      await queries
        .insert(schema.events)
        .values({ userId, at: AT, agent: 'draft', type: 'written', payload: { tokens: 1 } });
      await queries.insert(schema.syncUsers).values({ userId: id(i), epoch: id(0) });
      await queries.insert(schema.syncRecords).values({
        userId,
        id: runId,
        kind: 'run',
        seq: i + 1,
        verT: i,
        verClient: id(0),
        schemaV: 1,
        bodyHash: hash(i),
        body: MARK,
      });
      await queries.insert(schema.webhookIds).values({ id: `webhook ${i}`, receivedAt: AT });
    }
  });
}
