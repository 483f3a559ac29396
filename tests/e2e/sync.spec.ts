import { expect, type Page } from 'playwright/test';
import { fillIn, openAccount, register, signIn, test } from './account-steps.ts';
import { violations } from './axe.ts';
import { download, finished, make } from './steps.ts';

test.use({ serviceWorkers: 'allow' });

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
  await expect(history(page).getByText(/^Offline · [1-9]\d* waiting$/)).toBeVisible();
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

test('what sync can’t do is said, with what there is to do about it', async ({ page }) => {
  const ann = { email: 'ann.refused@example.com', password: 'a quiet morning' };
  const said = (text: string) => sheet.getByText(text, { exact: true });
  await page.goto('/');
  await makeFrom(page, 'sad');

  // What was made before may stay nobody's, and become Ann's later.
  const sheet = await openAccount(page);
  await sheet.getByRole('radio', { name: 'Create an account' }).check({ force: true });
  await fillIn(sheet, ann);
  await sheet.getByRole('checkbox', { name: /^Take along/ }).uncheck();
  await page.route('**/api/sync/push', (route) => {
    const { epoch, items } = route.request().postDataJSON() as { epoch: string; items: unknown[] };
    const outcomes = items.map(() => ({ outcome: 'rejected', reason: 'quota' }));
    return route.fulfill({ json: { type: 'pushed', epoch, outcomes } });
  });
  await page.keyboard.press('Enter');
  await sheet.getByRole('button', { name: 'Take them along' }).click();
  await expect(said('It is part of your account now.')).toBeFocused();

  const refused = sheet.getByRole('list', { name: '1 refused' }).getByRole('listitem');
  await expect(refused).toContainText('Your account is full.');
  await expect(sheet.getByText(/^Up to date · 1 refused$/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await refused.getByRole('button', { name: 'Try again' }).click();
  await expect(said('It is sent to the server once more.')).toBeFocused();
  await expect(refused).toHaveCount(1);

  // Another failure does not hide it.
  const id = crypto.randomUUID();
  await page.route('**/api/sync/pull', (route) =>
    route.fulfill({ status: 500, json: { error: { code: 'server_failed', details: {}, id } } }),
  );
  await sheet.getByRole('button', { name: 'Sync now' }).click();
  await expect(sheet.getByText(/^Sync has failed · 1 refused$/)).toBeVisible();
  await expect(sheet.getByRole('alert')).toContainText(id);
  expect(await violations(page)).toEqual([]);
  await refused.getByRole('button', { name: 'Keep on this device only' }).click();
  await expect(said('It is kept on this device only.')).toBeFocused();
  await expect(refused).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(pieces(page)).toHaveCount(1);
});
