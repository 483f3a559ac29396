import { existsSync, readdirSync } from 'node:fs';
import { SECURITY_HEADERS } from '../../server/headers.ts';
import { expect, test } from './app.ts';

/** What nobody asks for who means well. */
const ODD: [method: string, path: string, body?: string][] = [
  ['GET', '/%'],
  ['GET', '/%00'],
  ['GET', '/api/none'],
  ['GET', '/api/ready/../../../../etc/passwd'],
  ['GET', '/models/hub/..%2f..%2fpackage.json'],
  ['DELETE', '/api/health'],
  ['POST', '/'],
  ['POST', '/?/action', '__proto__[polluted]=1'],
  ['POST', '/api/account/sign-in', '{"__proto__":{"polluted":1}}'],
  ['GET', '/server/index.js.map'],
  ['GET', '/_app/immutable/entry/app.js.map'],
  ['GET', '/.sources'],
  ['GET', '/package.json'],
];

test('what nobody should ask for is refused in a word, with no trace of the server', async ({ app }) => {
  for (const [method, path, body] of ODD) {
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    const answer = await fetch(app.url + path, { method, headers, ...(body && { body }) });
    const text = await answer.text();
    const what = `${method} ${path}`;
    expect(answer.status, what).toBeGreaterThanOrEqual(400);
    expect(answer.status, what).toBeLessThan(500);
    expect(Object.fromEntries(answer.headers), what).toMatchObject(SECURITY_HEADERS);
    expect(text, what).not.toMatch(/\bat .*:\d+:\d+|node_modules|\/build\/|\.ts\b|root:x/);
  }
});

test('a path of the API that leads nowhere is answered as JSON', async ({ app }) => {
  // There are metrics only where there is a token for them.
  for (const path of ['/api', '/api/accounts', '/api/metrics']) {
    const answer = await fetch(app.url + path);
    expect(answer.status, path).toBe(404);
    expect(await answer.json(), path).toEqual({
      error: { code: 'not_found', details: {}, id: answer.headers.get('x-request-id') },
    });
  }
});

test('the page is built without source maps, which would come with every comment', () => {
  expect(existsSync('build/client/_app')).toBe(true);
  const files = readdirSync('build/client', { recursive: true, encoding: 'utf8' });
  expect(files.filter((file) => file.endsWith('.map'))).toEqual([]);
});
