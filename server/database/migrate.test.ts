import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { generateMySQLDrizzleJson, generateMySQLMigration } from 'drizzle-kit/api';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { expect, onTestFinished, test } from 'vitest';
import * as schema from '../../drizzle/schema.ts';
import { emptyDatabase, migratedDatabase } from '../../tests/database.ts';
import { databaseUrl } from '../../tests/database-url.ts';
import { NODE } from '../run.mjs';
import type { Address } from './address.ts';
import { Unavailable } from './errors.ts';
import { migrate } from './migrate.ts';

const MIGRATIONS = 'drizzle/migrations/meta';

async function connect(address: Address): Promise<Connection> {
  const connection = await createConnection(address);
  onTestFinished(() => connection.end());
  return connection;
}

const ask = async (connection: Connection, query: string) =>
  (await connection.query<RowDataPacket[]>(query))[0];

/** Every table as the server would create it again. */
async function tables(address: Address): Promise<Record<string, string>> {
  const connection = await connect(address);
  const names = (await ask(connection, 'SHOW TABLES')).map((row) => Object.values(row)[0] as string);
  const found: Record<string, string> = {};
  for (const name of names) {
    const [row] = await ask(connection, `SHOW CREATE TABLE ${name}`);
    found[name] = (row as { 'Create Table': string })['Create Table'];
  }
  return found;
}

const journal = async (address: Address) =>
  ask(await connect(address), 'SELECT version, begun, done FROM migrations ORDER BY version');

test('the migrations make the tables of the schema', async () => {
  const { entries } = JSON.parse(readFileSync(`${MIGRATIONS}/_journal.json`, 'utf8')) as {
    entries: unknown[];
  };
  const last = `${MIGRATIONS}/${String(entries.length - 1).padStart(4, '0')}_snapshot.json`;
  type Snapshot = Awaited<ReturnType<typeof generateMySQLDrizzleJson>>;
  const migrated = JSON.parse(readFileSync(last, 'utf8')) as Snapshot;
  const missing = await generateMySQLMigration(migrated, await generateMySQLDrizzleJson(schema));
  expect(missing, 'run npx drizzle-kit generate --name what_changes').toEqual([]);
});

test('a second time there is nothing to do', async () => {
  const address = await migratedDatabase();
  const before = await journal(address);
  expect(before.length).toBeGreaterThan(0);
  await migrate(address);
  expect(await journal(address)).toEqual(before);
});

test('of three servers that start at once on an empty database each comes up', async () => {
  const address = await emptyDatabase();
  const script = `
    import { Services } from './server/services.ts';
    import { readEnv } from './server/env.ts';
    import { users } from './drizzle/schema.ts';
    const services = new Services(readEnv(process.env), console.error);
    const database = await services.database();
    console.log((await database.use((queries) => queries.select().from(users))).length);
    await services.close();`;
  const start = () =>
    promisify(execFile)(NODE, ['--input-type=module', '--eval', script], {
      env: { ...process.env, DATABASE_URL: databaseUrl(address) },
    });
  const said = await Promise.all([start(), start(), start()]);
  expect(said.map(({ stdout, stderr }) => stdout + stderr)).toEqual(['0\n', '0\n', '0\n']);
  expect(await tables(address)).toEqual(await tables(await migratedDatabase()));
});

test('many at the same moment take turns', async () => {
  const address = await emptyDatabase();
  await Promise.all(Array.from({ length: 5 }, () => migrate(address)));
  expect(await tables(address)).toEqual(await tables(await migratedDatabase()));
});

test('one that is killed halfway, again and again, ends with the same tables', async () => {
  const address = await emptyDatabase();
  const observer = await connect({ ...address, database: 'information_schema' });
  const begun = async () => {
    const query = `SELECT sum(begun) AS n FROM ${address.database}.migrations`;
    const [row] = await ask(observer, query).catch(() => [{ n: 0 }]);
    return Number((row as { n: number }).n);
  };
  let killed = 0;
  for (let reach = 1; ; reach += 3) {
    const attempt = migrate(address).then(
      () => 'done',
      (error: unknown) => error,
    );
    let isOver = false;
    void attempt.then(() => (isOver = true));
    while (!isOver && (await begun()) < reach);
    const running = await ask(observer, `SELECT id FROM processlist WHERE db = '${address.database}'`);
    for (const { id } of running) await observer.query('KILL ?', [id]).catch(() => {});
    const outcome = await attempt;
    if (outcome === 'done') break;
    expect(outcome).toBeInstanceOf(Unavailable);
    killed++;
  }
  expect(killed).toBeGreaterThan(0);
  expect(await tables(address)).toEqual(await tables(await migratedDatabase()));
});

test('a change that can not be made is told of, each time', async () => {
  const address = await emptyDatabase();
  await (await connect(address)).query('CREATE TABLE users (id int)');
  for (let attempt = 0; attempt < 3; attempt++) {
    await expect(migrate(address)).rejects.toThrow("Table 'users' already exists");
  }
});
