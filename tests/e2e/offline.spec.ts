import { serveBuilt } from '../serve-built.ts';
import { expect, test } from './app.ts';
import { download, lookAt, make, PHOTOGRAPH, preferReader } from './steps.ts';

test.use({ serviceWorkers: 'allow' });

test('after the first visit everything works with the server gone', async ({ page }) => {
  const app = await serveBuilt();
  await preferReader(page, 'wasm');
  await page.goto(app.url);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await app.stop();

  await page.reload();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await page.getByRole('button', { name: /中文/ }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/);
  await page.getByRole('button', { name: /English/ }).click();

  await lookAt(page, PHOTOGRAPH);
  await make(page, 5);
  expect((await download(page, 'WAV 16-bit')).length).toBeGreaterThan(5 * 44100 * 2);

  await page.goto(`${app.url}/#history`);
  await expect(page.getByRole('region', { name: 'History' }).getByRole('listitem')).toHaveCount(1);
});

test('the app can be installed', async ({ page, request }) => {
  await page.goto('/');
  const href = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = (await (await request.get(href!)).json()) as {
    name: string;
    display: string;
    icons: { src: string; sizes: string; purpose?: string }[];
  };
  expect(manifest.name).toBe('Attune 情绪音乐助手');
  expect(manifest.display).toBe('standalone');
  expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']));
  expect(manifest.icons.some(({ purpose }) => purpose === 'maskable')).toBe(true);
  for (const { src } of manifest.icons) expect((await request.get(src)).ok(), src).toBe(true);

  const client = await page.context().newCDPSession(page);
  const { installabilityErrors } = await client.send('Page.getInstallabilityErrors');
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
});
