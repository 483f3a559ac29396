import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { readEnv } from './env.ts';
import { connectingTo, policyHeader } from './headers.ts';
import { modelHost, modelSources } from './model-host.ts';

test.each([
  ['the public hub', {}, 'https://huggingface.co', "'self' https://huggingface.co https://*.hf.co"],
  [
    'a host of its own',
    { PUBLIC_MODEL_HOST: 'http://localhost:8080' },
    'http://localhost:8080',
    "'self' http://localhost:8080",
  ],
  ['a folder', { MODEL_FOLDER: tmpdir() }, '/models/hub', "'self'"],
  [
    'a folder rather than a host',
    { MODEL_FOLDER: tmpdir(), PUBLIC_MODEL_HOST: 'https://hub.example' },
    '/models/hub',
    "'self'",
  ],
])('with %s the policy lets the page connect there, and nowhere else', (_, variables, host, sources) => {
  const env = readEnv(variables);
  expect(modelHost(env)).toBe(host);

  const before = policyHeader().split('; ');
  const after = connectingTo(modelSources(env), policyHeader()).split('; ');
  expect(after).toEqual(
    before.map((one) => (one.startsWith('connect-src') ? `connect-src ${sources}` : one)),
  );
});
