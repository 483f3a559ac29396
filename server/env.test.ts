import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { sources } from '../tests/architecture/imports.ts';
import { BadEnvironment, NAMES, readEnv, SECRETS } from './env.ts';

const folder = mkdtempSync(join(tmpdir(), 'attune-env-'));

test('nothing has to be set', () => {
  const expected = {
    PORT: 3000,
    PUBLIC_MODEL_HOST: 'https://huggingface.co',
    DATA_FOLDER: resolve('.data'),
    OPENAI_DAILY_TOKENS: 5_000_000,
    REPLICATE_BASE_URL: 'https://api.replicate.com/v1',
    REPLICATE_MODEL_VERSION: expect.stringMatching(/^[0-9a-f]{64}$/),
    CLOUD_ATTEMPTS: 3,
    CLOUD_DAILY_SECONDS: 7200,
    ASSET_QUOTA_MB: 500,
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

test('a password in an address is not printed', () => {
  expect(() => readEnv({ PUBLIC_MODEL_HOST: 'https://me:secret@hub.example' })).toThrow(
    /^PUBLIC_MODEL_HOST is "https:\/\/\.\.\.@hub\.example", but must be an origin/,
  );
});

test('no message shows what a variable holds that is a secret by its name', () => {
  const secret = /KEY|TOKEN$|SECRET|PASSWORD|DATABASE_URL/;
  expect(NAMES.filter((name) => secret.test(name)).sort()).toEqual([...SECRETS].sort());
});

test('what is wrong between two variables is said beside what is wrong with a third, and what is misspelt', () => {
  const reading = () =>
    readEnv({ PORT: '65536', OPENAI_BASE_URL: 'http://localhost/v1', OPENAI_APIKEY: 'sk-secret' });
  expect(reading).toThrow(
    'PORT is "65536", but must be a whole number from 0 to 65535.\n' +
      'OPENAI_MODEL is not set, but OPENAI_BASE_URL is: name a model that it has.\n' +
      'OPENAI_APIKEY is set, but Attune does not know it: is it OPENAI_API_KEY?',
  );
  expect(reading).not.toThrow('sk-secret');
});

test.each(['0', '80', '65535'])('%s is a port', (port) => {
  expect(readEnv({ PORT: port }).PORT).toBe(Number(port));
});

test.each(['-1', '80.5', '8o', '65536', 'http'])('%s is no port', (port) => {
  expect(() => readEnv({ PORT: port })).toThrow(`PORT is "${port}", but must be a whole number`);
});

test('an origin is an address without a path', () => {
  expect(readEnv({ ORIGIN: 'https://Attune.example/' }).ORIGIN).toBe('https://attune.example');
  expect(readEnv({ ORIGIN: 'http://localhost:3000' }).ORIGIN).toBe('http://localhost:3000');
  for (const wrong of ['attune.example', 'https://attune.example/app', 'ftp://attune.example']) {
    expect(() => readEnv({ ORIGIN: wrong })).toThrow(`ORIGIN is "${wrong}", but must be the address`);
  }
});

test('proxies are addresses and ranges', () => {
  expect(readEnv({ TRUSTED_PROXIES: '10.0.0.0/8' }).TRUSTED_PROXIES?.has('10.1.2.3')).toBe(true);
  expect(() => readEnv({ TRUSTED_PROXIES: '1' })).toThrow('TRUSTED_PROXIES is "1", but must be addresses');
});

test('README.md has a row for each variable, and for nothing else', () => {
  const [, section = ''] = /^## Environment$([^]*?)^## /m.exec(readFileSync('README.md', 'utf8')) ?? [];
  const rows = [...section.matchAll(/^\| `(\w+)` +\|/gm)].map(([, name]) => name);
  expect(rows.sort()).toEqual([...NAMES].sort());
});

test('nobody else reads the environment, so that nothing in it goes unsaid', () => {
  const readers = sources().filter(
    (file) =>
      /^(server|src\/(routes|hooks))/.test(file) &&
      !/\.test\.ts$/.test(file) &&
      /process\.env\.[A-Z]/.test(readFileSync(file, 'utf8')),
  );
  expect(readers).toEqual(['server/database/server-binary.ts']);
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

test('who may read the metrics has to know more than a word, and no message shows it', () => {
  const METRICS_TOKEN = 'sixteen letters.';
  expect(readEnv({ METRICS_TOKEN }).METRICS_TOKEN).toBe(METRICS_TOKEN);
  expect(() => readEnv({ METRICS_TOKEN: 'hunter2' })).toThrow(
    /^METRICS_TOKEN is set, but it must have 16 characters or more\.$/,
  );
});

test('a bucket is named whole or not at all, and its keys are shown nowhere', () => {
  const bucket = {
    S3_ENDPOINT: 'https://s3.example',
    S3_BUCKET: 'attune',
    S3_REGION: 'eu-1',
    S3_ACCESS_KEY_ID: 'ann',
    S3_SECRET_ACCESS_KEY: 'hunter2',
  };
  expect(readEnv(bucket)).toMatchObject(bucket);
  for (const name of Object.keys(bucket)) {
    const reading = () => readEnv({ ...bucket, [name]: '' });
    expect(reading).toThrow(`${name} is not set, but S3_`);
    expect(reading).not.toThrow('hunter2');
  }
  expect(() => readEnv({ ...bucket, S3_BUCKET: 'A/b' })).toThrow('S3_BUCKET is "A/b", but must be the name');
});

test('webhooks need a secret and an address over TLS', () => {
  const webhook = {
    ORIGIN: 'https://attune.example',
    REPLICATE_WEBHOOK_SECRET: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
  };
  expect(readEnv(webhook)).toMatchObject(webhook);
  for (const ORIGIN of ['', 'http://attune.example']) {
    expect(() => readEnv({ ...webhook, ORIGIN })).toThrow('but ORIGIN is no https address');
  }
  const reading = () => readEnv({ ...webhook, REPLICATE_WEBHOOK_SECRET: 'hunter2' });
  expect(reading).toThrow('REPLICATE_WEBHOOK_SECRET is set, but it must be the signing secret');
  expect(reading).not.toThrow('hunter2');
  for (const wrong of ['0', '6', '2.5'])
    expect(() => readEnv({ CLOUD_ATTEMPTS: wrong })).toThrow('must be a whole number from 1 to 5');
  expect(() => readEnv({ REPLICATE_MODEL_VERSION: 'latest' })).toThrow('must be the id of a version');
});
