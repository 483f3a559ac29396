import { expect, test } from 'vitest';
import { NAMES } from '../env.ts';
import { unread } from './unknown.ts';

test.each([
  ['OPENAI_APIKEY', 'OPENAI_API_KEY'],
  ['OPENAI_KEY', 'OPENAI_API_KEY'],
  ['openai_api_key', 'OPENAI_API_KEY'],
  ['OPENAI_BASEURL', 'OPENAI_BASE_URL'],
  ['DATABSE_URL', 'DATABASE_URL'],
  ['DATA-FOLDER', 'DATA_FOLDER'],
  ['TRUSTED_PROXY', 'TRUSTED_PROXIES'],
  ['port', 'PORT'],
])('%s was meant to be %s', (name, meant) => {
  expect(unread({ [name]: 'x' }, NAMES)).toEqual([
    `${name} is set, but Attune does not know it: is it ${meant}?`,
  ]);
});

test.each([
  'HOME',
  'PATH',
  'POST',
  'HOSTNAME',
  'OPENAI_ORG_ID',
  'OPENAI_PROJECT_ID',
  'MYSQL_DATABASE',
  'NODE_OPTIONS',
  'SVELTEKIT_BODY_SIZE_LIMIT',
  'npm_config_user_agent',
])('%s was meant for somebody else', (name) => {
  expect(unread({ [name]: 'x' }, NAMES)).toEqual([]);
});

test('where the right name is set too, the other one is somebody else’s', () => {
  expect(unread({ OPENAI_API_KEY: 'x', OPENAI_API_KEY2: 'y' }, NAMES)).toEqual([]);
});

test('what SvelteKit would read is said to be set otherwise', () => {
  expect(unread({ XFF_DEPTH: '1', PROTOCOL_HEADER: 'x-forwarded-proto' }, NAMES)).toEqual([
    'XFF_DEPTH is set, but Attune does not read it: name your proxies in TRUSTED_PROXIES.',
    'PROTOCOL_HEADER is set, but Attune does not read it: say in ORIGIN what people open.',
  ]);
});
