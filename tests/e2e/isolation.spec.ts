import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Page, Response } from 'playwright/test';
import { SECURITY_HEADERS } from '../../server/headers.ts';
import { expect, test } from './app.ts';

test.use({ serviceWorkers: 'allow' });

const KINDS = {
  page: /^\/$/,
  script: /\/entry\/.*\.js$/,
  style: /\.css$/,
  worker: /worker.*\.js$/,
  network: /\.onnx$/,
  wasm: /\.wasm$/,
};

async function answers(page: Page, url: string): Promise<Response[]> {
  const seen: Response[] = [];
  page.context().on('response', (response) => seen.push(response));
  await page.goto(url);
  // The face reader loads when the pointer comes near.
  await page.getByRole('region', { name: 'How are you, right now?' }).hover();
  await expect
    .poll(() =>
      Object.values(KINDS).filter((kind) => !seen.some((r) => kind.test(new URL(r.url()).pathname))),
    )
    .toEqual([]);
  return seen;
}

test('every answer of the built app isolates the page and limits what it may do', async ({ page, app }) => {
  const seen = await answers(page, app.url);
  for (const response of seen) {
    const headers = response.headers();
    const path = new URL(response.url()).pathname;
    expect(headers, path).toMatchObject(SECURITY_HEADERS);
    expect(headers['strict-transport-security'], path).toBeUndefined();

    const policy = headers['content-security-policy'] ?? '';
    expect(policy, path).toMatch(/script-src 'self' 'wasm-unsafe-eval'( 'nonce-[^']+')?;/);
    expect(policy, path).toContain("connect-src 'self' https://huggingface.co https://*.hf.co;");
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy, path).not.toContain('unsafe-inline');
  }
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test('what is not there is isolated too, and TLS is kept once used', async ({ request }) => {
  const missing = await request.get('/no/such/page', { headers: { 'x-forwarded-proto': 'https' } });
  expect(missing.status()).toBe(404);
  expect(missing.headers()).toMatchObject(SECURITY_HEADERS);
  expect(missing.headers()['strict-transport-security']).toMatch(/^max-age=\d{8}$/);
});

test('scripts come compressed', async ({ request }) => {
  const page = await (await request.get('/')).text();
  const script = /\/_app\/immutable\/entry\/start[^"]+\.js/.exec(page)?.[0] ?? '';
  for (const encoding of ['br', 'gzip']) {
    const answer = await request.get(script, { headers: { 'accept-encoding': encoding } });
    expect(answer.headers()['content-encoding']).toBe(encoding);
    expect(answer.headers()['cache-control']).toContain('immutable');
  }
});

test('the page does what it does without breaking its own policy', async ({ page, app }) => {
  const broken: string[] = [];
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) broken.push(message.text());
  });
  await answers(page, app.url);
  expect(broken).toEqual([]);
});

test('under npm run dev the page is isolated as well', async ({ page }) => {
  const dev = spawn('node_modules/.bin/vite', ['dev', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    let said = '';
    dev.stdout.on('data', (data: Buffer) => (said += data.toString().replaceAll(/\u001b\[\d+m/g, '')));
    await expect.poll(() => said).toMatch(/http:\/\/localhost:\d+/);
    const answer = await page.goto(/http:\/\/localhost:\d+/.exec(said)![0]);
    expect(answer?.headers()).toMatchObject(SECURITY_HEADERS);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  } finally {
    dev.kill();
    await once(dev, 'exit');
  }
});
