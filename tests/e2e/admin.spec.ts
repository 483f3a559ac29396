import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { BrowserContext, Page } from 'playwright/test';
import { Database } from '../../server/database/database.ts';
import { PrivateServer } from '../../server/database/private-server.ts';
import { installedServer } from '../database.ts';
import { databaseUrl } from '../database-url.ts';
import { startServer, type ServerProcess } from '../server-process.ts';
import { register, type Member } from '../visitor.ts';
import { expect, test } from './app.ts';
import { violations } from './axe.ts';

let mysql: PrivateServer;
let database: Database;
let server: ServerProcess;
let admin: Member;

test.beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'attune-admin-'));
  mysql = await PrivateServer.open(await installedServer(), join(folder, 'mysql'), (message) => {
    throw new Error(message);
  });
  const address = await mysql.createDatabase('attune');
  server = await startServer({ DATABASE_URL: databaseUrl(address), DATA_FOLDER: folder });
  database = new Database(address);
  const token = /set-up token is it: ([\da-f]{32})/;
  await expect.poll(server.said).toMatch(token);
  admin = await register(server.url, token.exec(server.said())![1]);
});
test.afterAll(async () => {
  await server.stop();
  await database.close();
  await mysql.stop();
});

/** Has a browser be the one that somebody has signed in with. */
async function as(context: BrowserContext, { cookies }: Member): Promise<void> {
  const kept = [...cookies].map(([name, value]) => ({ name, value, url: server.url }));
  await context.addCookies(kept);
}

/** The shades at the sides of tables go: axe looks for no contrast over a gradient. */
function withoutShades(page: Page): Promise<void> {
  return page.getByRole('table').evaluateAll((tables) => {
    for (const { parentElement } of tables) parentElement!.style.backgroundImage = 'none';
  });
}

test('an administrator finds the line of an error by the number that was shown', async ({
  context,
  page,
}) => {
  await as(context, admin);
  await database.use((queries) => queries.execute(sql`rename table assets to assets_away`));
  await page.goto(`${server.url}/admin`);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('tell whoever runs it this number');
  const [id] = /[\da-f-]{36}/.exec(await alert.innerText())!;
  await database.use((queries) => queries.execute(sql`rename table assets_away to assets`));
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('figure canvas')).toHaveCount(2);
  await page.getByText('As a table').first().click();
  await expect(page.getByRole('table', { name: /^Music made/ }).getByRole('row')).toHaveCount(1 + 24);
  await withoutShades(page);
  expect(await violations(page)).toEqual([]);

  await page.getByRole('navigation').getByRole('link', { name: 'Log', exact: true }).click();
  const lines = page.locator('main ol > li');
  await expect(lines.first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const number = page.getByLabel('Error number');
  await number.fill('12');
  await page.getByRole('button', { name: 'Find' }).click();
  await expect(page.getByRole('alert')).toContainText('not an error number');

  // Rows are written a second after they happened.
  await number.fill(id);
  await expect(async () => {
    await page.getByRole('button', { name: 'Find' }).click();
    await expect(page.getByText('Lines: 1', { exact: true })).toBeVisible({ timeout: 2000 });
  }).toPass();
  await expect(lines).toHaveCount(1);
  await expect(lines).toContainText('GET /api/admin/statistics');
  await expect(lines).toContainText(/Failed.*\(Error ER_NO_SUCH_TABLE\) at /s);
  expect(new URL(page.url()).searchParams.get('request')).toBe(id);
  await page.reload();
  await expect(lines).toHaveCount(1);

  const word = page.getByLabel('Word in operation or message');
  await word.fill('not looked for yet');
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(word).toHaveValue('');
  await word.fill('not looked for yet');
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(word).toHaveValue('');

  // Where the last lines have come, the button for older ones is gone, and what it leaves is said.
  const older = page.getByRole('button', { name: 'Older lines' });
  const [first, second] = [
    { at: 2, id: 2 },
    { at: 1, id: 1 },
  ].map((line) => ({
    ...{ ...line, requestId: crypto.randomUUID(), operation: 'GET /', status: 'ok' },
    ...{ durationMs: 1, message: '' },
  }));
  await page.route('**/api/admin/logs?*', (route) =>
    route.fulfill({
      json: route.request().url().includes('before')
        ? { lines: [second], next: null }
        : { lines: [first], next: '2-2' },
    }),
  );
  await page.getByRole('button', { name: 'Find' }).click();
  await older.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Lines: 2', { exact: true })).toBeFocused();
  await expect(older).toHaveCount(0);
  await page.unroute('**/api/admin/logs?*');

  await page.getByLabel('Status').selectOption('Failed');
  await page.getByLabel('Operation', { exact: true }).selectOption('GET /api/admin/statistics');
  await word.fill('no_such_table');
  await page.getByRole('button', { name: 'Find' }).click();
  await expect(lines).toHaveCount(1);
  await page.getByLabel('Since').fill('2100-01-01T00:00');
  await page.getByRole('button', { name: 'Find' }).click();
  await expect(page.getByText('No matching lines.')).toBeVisible();
  await expect(lines).toHaveCount(0);
});

test('tables are masked, and can be read by keyboard', async ({ context, page }) => {
  await as(context, admin);
  await page.goto(`${server.url}/admin/tables`);
  const cells = page.getByRole('table', { name: 'users' }).getByRole('cell');
  await expect(cells.filter({ hasText: '***@***' })).toHaveCount(1);
  expect(await page.content()).not.toContain(admin.account.email);
  await withoutShades(page);
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('Table').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('region', { name: 'users' })).toBeFocused();
  await page.getByLabel('Order by').selectOption({ index: 1 });
  await expect(page).toHaveURL(/tables\?table=users&order=\w+&direction=falling$/);
  await page.getByLabel('Table').selectOption('runs');
  await expect(page).toHaveURL(/tables\?table=runs&direction=falling$/);
  await expect(page.getByText('This table is empty.')).toBeVisible();
  await page.getByLabel('Direction').focus();
  await page.getByLabel('Direction').selectOption('rising');
  await expect(page).toHaveURL(/tables\?table=runs&order=\w+&direction=rising$/);
  await expect(page.getByLabel('Direction')).toBeFocused();
  await page.reload();
  await expect(page.getByLabel('Table')).toHaveValue('runs');
  await expect(page.getByLabel('Direction')).toHaveValue('rising');
  await expect(page.getByText('This table is empty.')).toBeVisible();
  await page.goto(`${server.url}/admin/tables?table=none&order=none&direction=none`);
  await expect(page.getByLabel('Table')).toHaveValue('users');
  await expect(page.getByLabel('Direction')).toHaveValue('falling');
  await expect(cells.filter({ hasText: '***@***' })).toHaveCount(1);
});

test('others are told what to do, in their language', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(`${server.url}/admin/logs`);
  await expect(page.getByText('这些页面仅供管理员使用')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await as(context, await register(server.url));
  await page.reload();
  await expect(page.getByText('不是管理员')).toBeVisible();
  await page.getByRole('link', { name: '前往主页' }).click();
  await expect(page).toHaveURL(`${server.url}/`);
  await context.close();
});

test('without a network it says so, and goes on when there is one', async ({ context, page }) => {
  await as(context, admin);
  await page.goto(`${server.url}/admin`);
  await expect(page.locator('figure canvas')).toHaveCount(2);
  await context.setOffline(true);
  await page.getByRole('radio', { name: '7 days' }).check({ force: true });
  await expect(page.getByRole('alert')).toContainText("The server can't be reached");
  await context.setOffline(false);
  await page.getByRole('alert').getByRole('button').click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByText('Every six hours').first()).toBeVisible();
});

test('the main page loads nothing of these', async ({ page }) => {
  const scripts: Promise<string>[] = [];
  page.on('response', (response) => {
    if (/\.js$/.test(response.url())) scripts.push(response.text().catch(() => ''));
  });
  await page.goto(`${server.url}/`, { waitUntil: 'networkidle' });
  const texts = await Promise.all(scripts);
  expect(texts.length).toBeGreaterThan(5);
  expect(texts.filter((text) => /Error number|u-under/.test(text))).toEqual([]);
});
