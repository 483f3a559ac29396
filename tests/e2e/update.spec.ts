import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openApp } from '../../server/app.ts';
import { SECURITY_HEADERS } from '../../server/headers.ts';
import { expect, test } from './app.ts';

test.use({ serviceWorkers: 'allow' });

test('a new version waits until the user takes it, and leaves no old copy behind', async ({ page }) => {
  const app = await openApp();
  let released = false;
  const server = createServer((request, response) => {
    // The next version's service worker: another script over the same files.
    if (released && request.url === '/sw.js') {
      response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/javascript' });
      response.end(`${readFileSync('build/client/sw.js', 'utf8')}\n// the next version`);
      return;
    }
    app.emit('request', request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;

  await page.goto(url);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.reload();
  const words = page.getByRole('textbox', { name: 'Or just write' });
  await words.fill('half a sentence');

  released = true;
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  const offer = page.getByRole('button', { name: 'Reload now' });
  await expect(offer).toBeVisible();
  await expect(words).toHaveValue('half a sentence');

  await offer.click();
  await expect(words).toHaveValue('');
  await expect(offer).toBeHidden();
  const copies = await page.evaluate(async () => (await caches.keys()).length);
  expect(copies).toBe(1);

  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
