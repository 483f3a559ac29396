import { readFile } from 'node:fs/promises';
import { expect, type Browser, type Page } from 'playwright/test';
import { unzip } from '../unzip.ts';
import { fillIn, openAccount, register, signIn, test, type Person } from './account-steps.ts';
import { expectAccessible, violations } from './axe.ts';

/** A page in a browser of its own, as another device has it. */
async function elsewhere(browser: Browser, url: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(url);
  return page;
}

test('an account from its first day to its last', async ({ page, browser, server }) => {
  const mei: Person = { email: 'mei@example.com', password: 'rain on a tin roof' };
  await expect.poll(server.said).toContain('set-up token');
  const [token = ''] = /[0-9a-f]{32}/.exec(server.said()) ?? [];
  await page.goto('/');

  // What is typed stays where it fails, and what can't be is said before it is sent.
  let sheet = await openAccount(page);
  await sheet.getByRole('radio', { name: 'Create an account' }).check({ force: true });
  await expect(sheet.getByText('At least 10 characters')).toBeVisible();
  await fillIn(sheet, { ...mei, password: 'short' });
  await sheet.getByLabel('Set-up token').fill('not the token');
  await page.keyboard.press('Enter');
  await expect(sheet.getByLabel('Password', { exact: true })).toBeFocused();
  await fillIn(sheet, mei);
  await page.keyboard.press('Enter');
  await expect(sheet.getByRole('alert')).toContainText('That is not the set-up token');
  await expect(sheet.getByLabel('E-mail')).toHaveValue(mei.email);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await register(page, mei, token);

  sheet = await openAccount(page);
  await sheet.getByRole('link', { name: 'Administration' }).click();
  await expect(page).toHaveURL(/\/admin$/);
  await page.goBack();
  await expect(page.getByRole('button', { name: /^Account/ })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  sheet = await openAccount(page);
  await sheet.getByRole('button', { name: 'Sign out', exact: true }).first().click();
  await expect(sheet.getByText('You are signed out.')).toBeFocused();

  await fillIn(sheet, { ...mei, password: 'rain on a thatched roof' });
  await page.keyboard.press('Enter');
  await expect(sheet.getByRole('alert')).toContainText("E-mail and password don't match");
  await expect(sheet.getByLabel('Password', { exact: true })).toHaveValue('rain on a thatched roof');
  await page.keyboard.press('Escape');
  await signIn(page, mei);

  // Another device is seen, and signed out from here; it says so, and what it has stays.
  const phone = await elsewhere(browser, server.url);
  await signIn(phone, mei);
  sheet = await openAccount(page);
  const devices = sheet.getByRole('region', { name: 'Signed-in devices' });
  await expect(devices.getByRole('listitem')).toHaveCount(2);
  await devices.getByRole('button', { name: /^Sign out: / }).click();
  await expect(devices.getByRole('listitem')).toHaveCount(1);
  await expect(sheet.getByText(/^Signed out: /)).toBeFocused();
  await phone.reload();
  await expect(phone.getByRole('button', { name: `Account: ${mei.email}. Sign in again` })).toBeVisible();
  const ended = await openAccount(phone);
  await expect(ended.getByText(/^Your sign-in has ended/)).toBeVisible();
  await expect(ended.getByText('If the account was deleted')).toBeVisible();
  await phone.context().close();

  const changed = { ...mei, password: 'snow on a tin roof' };
  await sheet.getByText('Change the password').click();
  await sheet.getByLabel('Current password', { exact: true }).fill('rain on a thatched roof');
  await sheet.getByLabel('New password', { exact: true }).fill(changed.password);
  await page.keyboard.press('Enter');
  await expect(sheet.getByRole('alert')).toBeVisible();
  await sheet.getByLabel('Current password', { exact: true }).fill(mei.password);
  await sheet.getByLabel('New password', { exact: true }).fill('short');
  await page.keyboard.press('Enter');
  await expect(sheet.getByRole('alert')).toHaveCount(0);
  await sheet.getByLabel('New password', { exact: true }).fill(mei.password);
  await page.keyboard.press('Enter');
  await expect(sheet.getByRole('alert')).toContainText('already your password');
  await sheet.getByLabel('New password', { exact: true }).fill(changed.password);
  await page.keyboard.press('Enter');
  await expect(sheet.getByText('The password is changed')).toBeVisible();

  const coming = page.waitForEvent('download');
  await sheet.getByRole('button', { name: 'Download everything' }).click();
  const files = unzip(await readFile(await (await coming).path()));
  expect([...files.values()].join('\n')).toContain(mei.email);

  await sheet.getByText('Delete the account').click();
  await expect(sheet.getByText('You are the administrator.')).toBeVisible();
  await sheet.getByLabel('Password', { exact: true }).fill(mei.password);
  await sheet.getByRole('button', { name: 'Delete it for good' }).click();
  await expect(sheet.getByRole('alert')).toBeVisible();
  await sheet.getByLabel('Password', { exact: true }).fill(changed.password);
  await sheet.getByRole('button', { name: 'Delete it for good' }).click();
  await expect(sheet.getByText('The account is deleted')).toBeVisible();
  await fillIn(sheet, changed);
  await page.keyboard.press('Enter');
  await expect(sheet.getByRole('alert')).toContainText("E-mail and password don't match");
});

test('who asks the cloud without an account is led to one, and back', async ({ page }) => {
  await page.route('**/api/cloud', (route) => route.fulfill({ json: { available: true, daily: 600 } }));
  await page.goto('/');
  await page.getByRole('radio', { name: 'sad' }).check({ force: true });
  await page.getByRole('radio', { name: 'In the cloud' }).check({ force: true });
  const way = page.getByRole('button', { name: 'Sign in or create an account' });
  await way.click();
  const sheet = page.getByRole('dialog', { name: 'Account' });
  await expect(sheet).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(way).toBeFocused();
  await register(page, { email: 'ben@example.com', password: 'a quiet evening' });
  await expect(way).toHaveCount(0);
});

test('a server that was away at first is asked again by whoever comes back to the page', async ({ page }) => {
  await page.route('**/api/account', (route) => route.fulfill({ status: 503 }));
  const asked = page.waitForResponse('**/api/account');
  await page.goto('/');
  await asked;
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Account/ })).toHaveCount(0);
  await page.unroute('**/api/account');
  // The page may still be hearing the first answer.
  await expect(async () => {
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await expect(page.getByRole('button', { name: /^Account/ })).toBeVisible({ timeout: 2000 });
  }).toPass();
});

test('nothing about accounts shuts anybody out', async ({ page }) => {
  await page.goto('/');
  const sheet = await openAccount(page);
  await sheet.getByRole('radio', { name: 'Create an account' }).check({ force: true });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(sheet.locator('[aria-invalid=true]')).toHaveCount(2);
  await expectAccessible(page, 'signed out');
  await page.keyboard.press('Escape');
  await register(page, { email: 'ann@example.com', password: 'a quiet morning' });
  await openAccount(page);
  await expect(sheet.getByText('This device', { exact: true })).toBeVisible();
  for (const fold of await sheet.locator('summary').all()) await fold.click();
  await expect(sheet.getByText('You are the administrator.')).toHaveCount(0);
  await expectAccessible(page, 'signed in');
});

test('who is signed in can leave a server that keeps accounts no longer', async ({ page }) => {
  await page.goto('/');
  await register(page, { email: 'eve@example.com', password: 'a quiet night' });
  const gone = { available: false, isFirst: false, account: null };
  await page.route('**/api/account', (route) => route.fulfill({ json: gone }));
  await page.reload();
  const sheet = await openAccount(page);
  await expect(sheet.getByText('This server keeps no accounts any more.')).toBeVisible();
  await expect(sheet.getByLabel('Password', { exact: true })).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
  await sheet.getByLabel('Also remove my pieces from this device').check();
  await sheet.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(sheet.getByText('You are signed out, and your pieces are removed')).toBeVisible();
  await sheet.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('button', { name: /^Account/ })).toHaveCount(0);
});
