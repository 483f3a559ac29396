import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { NODE } from '../../server/run.mjs';
import { SECURITY_HEADERS } from '../../server/headers.ts';
import { expect, test } from './app.ts';
import { withServer } from './with-server.ts';

test.use({ serviceWorkers: 'allow' });

async function modelFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'attune-models-'));
  await mkdir(join(folder, 'owner/tiny/onnx'), { recursive: true });
  await writeFile(join(folder, 'owner/tiny/onnx/model.onnx'), '0123456789');
  return folder;
}

/** What the page is told, and what its worker's policy lets it connect to. */
async function seenBy(page: Page): Promise<{ host: string; worker: string }> {
  const host = await page.locator('meta[name=model-host]').getAttribute('content');
  const worker = await page.evaluate(async () => {
    const copies = await caches.open((await caches.keys())[0]!);
    const script = (await copies.keys()).find(({ url }) => /\/workers\/[^/]+\.js/.test(url))!;
    return (await fetch(new URL(script.url).pathname)).headers.get('content-security-policy');
  });
  return { host: host ?? '', worker: /connect-src ([^;]*)/.exec(worker ?? '')?.[1] ?? '' };
}

const offline = async (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });

test('a folder of models is served with ranges, and the service worker leaves it alone', async ({
  page,
  request,
}) => {
  await withServer({ MODEL_FOLDER: await modelFolder() }, async (url) => {
    const answer = await request.get(`${url}/models/hub/owner/tiny/resolve/main/onnx/model.onnx`, {
      headers: { range: 'bytes=2-4' },
    });
    expect([answer.status(), await answer.text()]).toEqual([206, '234']);
    expect(answer.headers()).toMatchObject({ ...SECURITY_HEADERS, 'content-range': 'bytes 2-4/10' });
    const head = await request.head(`${url}/models/hub/owner/tiny/resolve/main/onnx/model.onnx`);
    expect(head.headers()).toMatchObject({ 'content-length': '10', 'accept-ranges': 'bytes' });

    await page.goto(url);
    await offline(page);
    await page.reload();
    expect(await seenBy(page)).toEqual({ host: '/models/hub', worker: "'self'" });

    // The service worker neither keeps it nor answers in its place.
    const asked = () =>
      page.evaluate(async () => (await fetch('/models/hub/owner/tiny/resolve/main/no.json')).status);
    expect(await asked()).toBe(404);
    const navigated = await page.goto(`${url}/models/hub/owner/tiny/resolve/main/no.json`);
    expect(navigated?.status()).toBe(404);
  });
});

test('the page may fetch from the host that is named, and from no other', async ({ page }) => {
  const hub = createHttpServer((_, response) =>
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('model'),
  ).listen(0);
  await once(hub, 'listening');
  const { port } = hub.address() as AddressInfo;
  try {
    await withServer({ PUBLIC_MODEL_HOST: `http://localhost:${port}` }, async (url) => {
      await page.goto(url);
      const fetched = (host: string) =>
        page.evaluate(
          (from) =>
            fetch(from).then(
              (r) => r.text(),
              () => 'refused',
            ),
          host,
        );
      expect(await fetched(`http://localhost:${port}/`)).toBe('model');
      expect(await fetched(`http://127.0.0.1:${port}/`)).toBe('refused');
    });
  } finally {
    hub.closeAllConnections();
    hub.close();
  }
});

test('another host reaches browsers that keep the app, with its policy', async ({ page }) => {
  let port = '';
  await withServer({ PUBLIC_MODEL_HOST: 'https://one.example' }, async (url) => {
    ({ port } = new URL(url));
    await page.goto(url);
    await offline(page);
    await page.reload();
    expect(await seenBy(page)).toEqual({ host: 'https://one.example', worker: "'self' https://one.example" });
  });
  await withServer({ PUBLIC_MODEL_HOST: 'https://two.example', PORT: port }, async () => {
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await page.getByRole('button', { name: 'Reload now' }).click();
    await expect(page.locator('meta[name=model-host]')).toHaveAttribute('content', 'https://two.example');
    expect(await seenBy(page)).toEqual({ host: 'https://two.example', worker: "'self' https://two.example" });
  });
});

test('an environment that can not be used ends the start, with the reason', async () => {
  const server = spawn(NODE, ['server/serve.ts'], {
    env: { ...process.env, PUBLIC_MODEL_HOST: 'hub' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stderr.on('data', (data: Buffer) => (said += data.toString()));
  const [code] = (await once(server, 'close')) as [number];
  expect(code).toBe(1);
  expect(said).toMatch(/^PUBLIC_MODEL_HOST is "hub", but must be an origin[^\n]*\n$/);
});
