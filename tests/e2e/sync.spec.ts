import { expect, type Page } from 'playwright/test';
import { openAccount, register, signIn, test } from './account-steps.ts';
import { download, finished, make } from './steps.ts';

const MEI = { email: 'mei.everywhere@example.com', password: 'rain on a tin roof' };

const history = (page: Page) => page.getByRole('region', { name: 'History' });
const pieces = (page: Page) => history(page).getByRole('listitem');

async function makeFrom(page: Page, mood: string): Promise<Buffer> {
  await page.getByRole('radio', { name: mood }).check({ force: true });
  await make(page, 5);
  return download(page, 'WAV 16-bit');
}

test('a piece made offline on one device is heard on another, with the same bytes', async ({
  page,
  browser,
  server,
}) => {
  await page.goto('/');
  await register(page, MEI);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });

  // Offline from its start: the page is Mei's all the same, and complains of nothing.
  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByRole('button', { name: `Account: ${MEI.email}` })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  const sound = await makeFrom(page, 'sad');
  await expect(history(page).getByText(/^Offline; [1-9]\d* waiting$/)).toBeVisible();
  await page.context().setOffline(false);
  await expect(history(page).getByText('Up to date')).toBeVisible();

  // On the other device something was made before signing in: it comes along.
  const other = await (await browser.newContext()).newPage();
  await other.goto(server.url);
  const unclaimed = await makeFrom(other, 'happy');
  expect(unclaimed.equals(sound)).toBe(false);
  await signIn(other, MEI);
  await expect(pieces(other)).toHaveCount(2);
  await pieces(other).filter({ hasText: 'sad' }).getByRole('button', { name: 'Play again' }).click();
  await finished(other);
  expect((await download(other, 'WAV 16-bit')).equals(sound), 'the same bytes').toBe(true);
  await expect(history(other).getByText('Up to date')).toBeVisible();

  const sheet = await openAccount(page);
  await sheet.getByRole('button', { name: 'Sync now' }).click();
  await page.keyboard.press('Escape');
  await expect(pieces(page)).toHaveCount(2);

  // What is Mei's hides when she signs out, and is there again when she is back.
  const leaving = await openAccount(other);
  await leaving.getByRole('button', { name: 'Sign out', exact: true }).first().click();
  await expect(leaving.getByText('You are signed out.')).toBeVisible();
  await other.keyboard.press('Escape');
  await expect(pieces(other)).toHaveCount(0);
  await expect(other.getByRole('group', { name: 'Download' })).toHaveCount(0);
  await signIn(other, MEI);
  await expect(pieces(other)).toHaveCount(2);
  await other.context().close();
});
