import { expect, test } from 'vitest';
import { users } from '../drizzle/schema.ts';
import { emptyDatabase } from '../tests/database.ts';
import { openWay } from '../tests/database-way.ts';
import { Unavailable } from './database/errors.ts';
import { openDatabase } from './database/open.ts';
import { readEnv } from './env.ts';
import { databaseReadiness } from './readiness.ts';
import { Services } from './services.ts';

function open(url: string): { services: Services; said: string[] } {
  const said: string[] = [];
  return { services: new Services(readEnv({ DATABASE_URL: url }), (message) => said.push(message)), said };
}

test('without a database the server is ready for pages', async () => {
  const { services, said } = open('none');
  expect(await services.database()).toBeNull();
  expect(await databaseReadiness(services)).toBe('none');
  await services.close();
  expect(said).toEqual([]);
});

test('where no server is installed, one line says what to install', async () => {
  const said: string[] = [];
  const opened = await openDatabase(
    readEnv({}),
    (message) => said.push(message),
    () => Promise.resolve(null),
  );
  expect(opened.database).toBeNull();
  expect(said).toEqual([
    expect.stringMatching(/^No database: .*apt-get install mariadb-server.*DATABASE_URL\.$/),
  ]);
});

test('a database that is away at the start is said once, and opened when it is there', async () => {
  const way = await openWay(await emptyDatabase());
  await way.close();
  const { services, said } = open(`mysql://root@127.0.0.1:${way.address.port}/${way.address.database}`);
  for (let request = 0; request < 3; request++) {
    await expect(services.database()).rejects.toBeInstanceOf(Unavailable);
  }
  expect(await databaseReadiness(services)).toBe('away');
  expect(said).toEqual([expect.stringMatching(/^The database can not be reached\. \(.*ECONNREFUSED.*\)$/)]);

  await way.open();
  const [database, same] = await Promise.all([services.database(), services.database()]);
  expect(same).toBe(database);
  expect(await database!.use((queries) => queries.select().from(users))).toEqual([]);
  expect(await databaseReadiness(services)).toBe('answers');
  await way.close();
  expect(await databaseReadiness(services)).toBe('away');
  await services.close();
});

test('who may not open it is told why, without the password', async () => {
  const way = await openWay(await emptyDatabase());
  const { services, said } = open(
    `mysql://ann:hunter2@127.0.0.1:${way.address.port}/${way.address.database}`,
  );
  await expect(services.database()).rejects.toBeInstanceOf(Unavailable);
  expect(said).toEqual([expect.stringMatching(/^Access denied for user 'ann'/)]);
  expect(said.join()).not.toContain('hunter2');
  await way.close();
});
