import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { BadEnvironment, readEnv } from './env.ts';

const folder = mkdtempSync(join(tmpdir(), 'attune-env-'));

test('nothing has to be set', () => {
  const expected = { PUBLIC_MODEL_HOST: 'https://huggingface.co' };
  expect(readEnv({})).toEqual(expected);
  expect(readEnv({ PUBLIC_MODEL_HOST: '', MODEL_FOLDER: '', ELSE: 'what' })).toEqual(expected);
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

test('everything that is wrong is said at once', () => {
  expect(() => readEnv({ PUBLIC_MODEL_HOST: 'x', MODEL_FOLDER: '/no/such' })).toThrow(
    /^PUBLIC_MODEL_HOST is .*\.\nMODEL_FOLDER is .*\.$/,
  );
});
