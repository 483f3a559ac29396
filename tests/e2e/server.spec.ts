import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '../../server/database/server-process.ts';
import { startServer } from '../server-process.ts';
import { expect, test } from './app.ts';

test.use({ serviceWorkers: 'allow' });

/** The built app with a database of its own in `folder`. */
async function start(folder: string) {
  const app = await startServer({ DATABASE_URL: '', DATA_FOLDER: folder });
  const pid = join(folder, 'mysql/pid');
  return { ...app, database: () => (existsSync(pid) ? Number(readFileSync(pid, 'utf8')) : null) };
}

test('the app serves before its database is up, and ends it last', async ({ request }) => {
  const folder = mkdtempSync(join(tmpdir(), 'attune-data-'));
  const app = await start(folder);
  expect(app.database()).toBeNull();
  expect((await request.get(app.url)).status()).toBe(200);
  expect(await (await request.get(`${app.url}/api/health`)).json()).toEqual({ status: 'up' });

  await expect
    .poll(async () => (await request.get(`${app.url}/api/ready`)).json())
    .toEqual({ database: 'answers' });
  const database = app.database()!;
  expect(isRunning(database)).toBe(true);

  // A terminal sends the signal to all of its group, and npm hands it on: that is no second Ctrl-C.
  app.signal('SIGINT');
  app.signal('SIGINT');
  expect(await app.ended).toEqual([0, null]);
  expect(isRunning(database)).toBe(false);
  expect(app.said().trimEnd().split('\n')).toEqual([
    `Attune is at ${app.url} (Ctrl-C stops it)`,
    expect.stringMatching(/^No administrator yet: .* [0-9a-f]{32}$/),
  ]);
});

test('who asks twice need not wait for a database that does not end', async ({ request }) => {
  const app = await start(mkdtempSync(join(tmpdir(), 'attune-data-')));
  await expect.poll(async () => (await request.get(`${app.url}/api/ready`)).status()).toBe(200);
  const database = app.database()!;
  process.kill(database, 'SIGSTOP');
  let end: unknown;
  void app.ended.then((how) => (end = how));
  await expect
    .poll(() => {
      if (end === undefined) app.signal('SIGINT');
      return end;
    })
    .toEqual([1, null]);
  process.kill(database, 'SIGCONT');
  await expect.poll(() => isRunning(database)).toBe(false);
});

test('without a database the app is up and ready, and the service worker leaves /api and /admin alone', async ({
  page,
  request,
}) => {
  expect(await (await request.get('/api/health')).json()).toEqual({ status: 'up' });
  const ready = await request.get('/api/ready');
  expect([ready.status(), await ready.json()]).toEqual([200, { database: 'none' }]);
  expect(ready.headers()['cache-control']).toBe('no-store');

  await page.goto('/');
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.reload();
  const navigated = await page.goto('/api/health');
  expect(await navigated?.json()).toEqual({ status: 'up' });
  await page.goto('/admin');
  await expect(page.getByText('This server has no database')).toBeVisible();
});
