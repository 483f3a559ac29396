import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { BadEnvironment, readEnv } from './env.ts';

const folder = mkdtempSync(join(tmpdir(), 'attune-env-'));

test('nothing has to be set', () => {
  const expected = {
    PUBLIC_MODEL_HOST: 'https://huggingface.co',
    DATA_FOLDER: resolve('.data'),
    OPENAI_DAILY_TOKENS: 5_000_000,
  };
  expect(readEnv({})).toEqual(expected);
  expect(readEnv({ PUBLIC_MODEL_HOST: '', MODEL_FOLDER: '', DATABASE_URL: '', ELSE: 'what' })).toEqual(
    expected,
  );
});

test.each([
  ['https://hub.example', 'https://hub.example'],
  ['https://Hub.Example:443/', 'https://hub.example'],
  ['https://10.1.2.3:8443', 'https://10.1.2.3:8443'],
  ['http://localhost:8080', 'http://localhost:8080'],
  ['http://hub.localhost', 'http://hub.localhost'],
  ['http://127.0.0.1:9000/', 'http://127.0.0.1:9000'],
])('%s is a host', (given, host) => {
  expect(readEnv({ PUBLIC_MODEL_HOST: given }).PUBLIC_MODEL_HOST).toBe(host);
});

test.each([
  'hub.example',
  'ftp://hub.example',
  'http://hub.example',
  'http://localhost.example',
  'https://hub.example/models',
  'https://hub.example?a',
  'https://me:secret@hub.example',
  // These would loosen the content security policy.
  'https://*.example',
  'https://*',
  "https://hub.example;script-src'unsafe-inline'",
  'https://[::1]:8080',
])('%s is no host, and the message says why', (given) => {
  const reading = () => readEnv({ PUBLIC_MODEL_HOST: given });
  expect(reading).toThrow(BadEnvironment);
  expect(reading).toThrow(`PUBLIC_MODEL_HOST is "${given}", but must be an origin`);
});

test('a folder must be there, and is known by its absolute path', () => {
  expect(readEnv({ MODEL_FOLDER: relative('.', folder) }).MODEL_FOLDER).toBe(folder);

  const file = join(folder, 'file');
  writeFileSync(file, '');
  for (const wrong of [file, `${folder}/missing`]) {
    expect(() => readEnv({ MODEL_FOLDER: wrong })).toThrow(
      `MODEL_FOLDER is "${wrong}", but there is no such folder.`,
    );
  }
});

test.each([
  [
    'mysql://ann:p%40ss@db.example/attune',
    { host: 'db.example', port: 3306, user: 'ann', password: 'p@ss', database: 'attune' },
  ],
  [
    'mysql://ann@10.0.0.7:3307/attune?ssl=true',
    { host: '10.0.0.7', port: 3307, user: 'ann', password: '', database: 'attune', ssl: {} },
  ],
  [
    'mysql://root@localhost/attune?socket=/run/mysqld/mysqld.sock',
    { socketPath: '/run/mysqld/mysqld.sock', user: 'root', password: '', database: 'attune' },
  ],
  ['none', 'none'],
])('%s names a database', (given, address) => {
  expect(readEnv({ DATABASE_URL: given }).DATABASE_URL).toEqual(address);
});

test.each([
  'ann:hunter2@db.example/attune',
  'postgres://ann:hunter2@db.example/attune',
  'mysql://ann:hunter2@db.example',
  'mysql://ann:hunter2@db.example/',
  'mysql://ann:hunter2@db.example/attune?ssl=perhaps',
  'mysql://ann:hunter2@db.example/attune?multipleStatements=true',
  'mysql://ann:hunter2%@db.example/attune',
])('%s names none, and the message keeps the secret', (given) => {
  const reading = () => readEnv({ DATABASE_URL: given });
  expect(reading).toThrow(
    /^DATABASE_URL is set, but it must be mysql:\/\/user:password@host:3306\/name, or none for no database\.$/,
  );
  expect(reading).not.toThrow('hunter2');
});

test('the folder for data need not be there yet, but no file may be in its place', () => {
  expect(readEnv({ DATA_FOLDER: `${folder}/new` }).DATA_FOLDER).toBe(`${folder}/new`);
  const file = join(folder, 'taken');
  writeFileSync(file, '');
  expect(() => readEnv({ DATA_FOLDER: file })).toThrow(`DATA_FOLDER is "${file}", but that is no folder.`);
});

test('everything that is wrong is said at once', () => {
  expect(() => readEnv({ PUBLIC_MODEL_HOST: 'x', MODEL_FOLDER: '/no/such', DATABASE_URL: 'x' })).toThrow(
    /^PUBLIC_MODEL_HOST is .*\.\nMODEL_FOLDER is .*\.\nDATABASE_URL is .*\.$/,
  );
});

test('a language model has a name, an address and a limit', () => {
  const model = {
    OPENAI_API_KEY: 'key',
    OPENAI_MODEL: 'kimi',
    OPENAI_BASE_URL: 'https://api.moonshot.cn/v1',
  };
  expect(readEnv({ ...model, OPENAI_DAILY_TOKENS: '1000' })).toMatchObject({
    ...model,
    OPENAI_DAILY_TOKENS: 1000,
  });
  expect(readEnv({ OPENAI_API_KEY: 'key' }).OPENAI_API_KEY).toBe('key');
  expect(() => readEnv({ ...model, OPENAI_MODEL: '' })).toThrow(
    'OPENAI_MODEL is not set, but OPENAI_BASE_URL is: name a model that it has.',
  );
  expect(() => readEnv({ ...model, OPENAI_BASE_URL: 'api.moonshot.cn/v1' })).toThrow(
    'OPENAI_BASE_URL is "api.moonshot.cn/v1", but must be an address',
  );
  for (const wrong of ['-1', '1.5', 'many']) {
    expect(() => readEnv({ ...model, OPENAI_DAILY_TOKENS: wrong })).toThrow('must be a whole number');
  }
});
