import type { Page } from 'playwright/test';
import {
  failed,
  processing,
  scriptedReplicate,
  succeeded,
  type ScriptedReplicate,
} from '../fixtures/scripted-replicate.ts';
import { wavFile } from '../fixtures/sounds.ts';
import { openAccount, register, signIn, test as base } from './account-steps.ts';
import { expect } from './app.ts';
import { download, finished } from './steps.ts';

/** `test` on a server whose cloud is a scripted Replicate. */
const test = base.extend<object, { replicate: ScriptedReplicate }>({
  replicate: [
    async ({}, use) => {
      const replicate = await scriptedReplicate();
      await use(replicate);
      await replicate.stop();
    },
    { scope: 'worker' },
  ],
  env: [
    ({ replicate }, use) => use({ REPLICATE_API_TOKEN: 'r8_secret', REPLICATE_BASE_URL: replicate.url }),
    { scope: 'worker' },
  ],
});

const SECONDS = 5;
const pieces = (page: Page) => page.getByRole('region', { name: 'History' }).getByRole('listitem');
const person = (name: string) => ({ email: `${name}@example.com`, password: 'rain on a tin roof' });

/** Asks the cloud for a sad piece. */
async function order(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'sad' }).check({ force: true });
  await page.getByRole('radio', { name: 'In the cloud' }).check({ force: true });
  await page.getByRole('slider', { name: 'Length' }).fill(String(SECONDS));
  await page.getByRole('button', { name: 'Make the music' }).click();
}

test('the cloud makes a piece for who is signed in, on every device of theirs, until it is deleted', async ({
  page,
  browser,
  server,
  replicate,
}) => {
  replicate.script({}, processing(40), succeeded(replicate.serve(wavFile(SECONDS))));
  const fromHere = page.getByText('A piece from the cloud is fetched');
  await page.goto('/');
  await order(page);
  await expect(page.getByRole('alert')).toContainText('Sign in');
  expect(replicate.asked).toEqual([]);

  await register(page, person('mei'));
  await expect(fromHere).toHaveCount(0);
  await page.getByRole('button', { name: 'Try again' }).click();
  await finished(page);
  expect(replicate.asked).toMatchObject([
    { input: { duration: SECONDS, model_version: 'stereo-large', output_format: 'wav' } },
  ]);
  const sound = await download(page, 'WAV 16-bit');
  await expect(fromHere).toBeVisible();

  const other = await (await browser.newContext()).newPage();
  await other.goto(server.url);
  await signIn(other, person('mei'));
  const fetched = other.waitForResponse(/\/api\/assets\//);
  await pieces(other).getByRole('button', { name: 'Play again' }).click();
  await finished(other);
  expect((await download(other, 'WAV 16-bit')).equals(sound), 'the same bytes').toBe(true);
  expect(replicate.asked).toHaveLength(1);

  await pieces(other).getByRole('button', { name: 'Delete' }).click();
  await other.getByRole('button', { name: 'Delete it' }).click();
  await expect(pieces(other)).toHaveCount(0);
  const address = (await fetched).url();
  await expect.poll(async () => (await other.request.get(address)).status()).toBe(404);
  const sheet = await openAccount(page);
  await sheet.getByRole('button', { name: 'Sync now' }).click();
  await page.keyboard.press('Escape');
  await expect(pieces(page)).toHaveCount(0);
  await other.context().close();
});

test('a tab that is closed while the cloud is at it fetches what was made', async ({
  page,
  context,
  replicate,
}) => {
  replicate.script(processing(20));
  await page.goto('/');
  await register(page, person('ann'));
  await order(page);
  await expect.poll(() => replicate.asked.length).toBe(1);
  await expect(page.getByRole('progressbar')).toHaveAttribute('value', /^[1-9]/);
  await page.close();

  replicate.script(succeeded(replicate.serve(wavFile(SECONDS))));
  const next = await context.newPage();
  await next.goto('/');
  await next.getByRole('button', { name: 'Fetch it' }).click();
  await finished(next);
  await expect(pieces(next)).toHaveCount(1);
  expect(replicate.asked, 'nothing is made twice').toEqual([]);
  expect(replicate.cancelled).toEqual([]);
});

test('who stops a piece stops it in the cloud, and what fails there is told', async ({ page, replicate }) => {
  replicate.script(processing(20));
  await page.goto('/');
  await register(page, person('bo'));
  await order(page);
  await expect(page.getByRole('progressbar')).toHaveAttribute('value', /^[1-9]/);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect.poll(() => replicate.cancelled.length).toBe(1);
  const offer = page.getByRole('button', { name: 'Fetch it' });
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(offer).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('region', { name: 'History' })).toBeVisible();
  await expect(offer).toHaveCount(0);
  await order(page);
  await expect.poll(() => replicate.asked.length).toBe(2);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();

  replicate.script(failed('CUDA out of memory'));
  await page.getByRole('button', { name: 'Make the music' }).click();
  await expect(page.getByRole('alert')).toContainText('CUDA out of memory');
});

test('the cloud is asked for what was chosen, and what it made plays offline until it is removed', async ({
  page,
  replicate,
}) => {
  replicate.script(succeeded(replicate.serve(wavFile(SECONDS))));
  await page.goto('/');
  await register(page, person('cy'));
  await page.getByRole('radio', { name: 'sad' }).check({ force: true });
  await page.getByRole('radio', { name: 'In the cloud' }).check({ force: true });
  await page.getByLabel('Version').selectOption('melody-large');
  await page.getByRole('radio', { name: 'MP3' }).check({ force: true });
  await page.getByText('For the curious').click();
  await page.getByRole('slider', { name: 'Guidance' }).fill('6.5');
  await order(page);
  await finished(page);
  expect(replicate.asked[0]?.input).toMatchObject({
    ...{ model_version: 'melody-large', output_format: 'mp3', classifier_free_guidance: 7 },
  });

  const sound = await download(page, 'WAV 16-bit');
  await page.context().setOffline(true);
  await pieces(page).getByRole('button', { name: 'Play again' }).click();
  await finished(page);
  expect((await download(page, 'WAV 16-bit')).equals(sound), 'the same bytes').toBe(true);
  await page.context().setOffline(false);

  const sheet = await openAccount(page);
  await sheet.getByLabel('Also remove my pieces').check();
  await sheet.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(sheet.getByText('removed from this device')).toBeVisible();
  const names = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect((await names()).filter((name) => name?.startsWith('attune-'))).toEqual([]);
});
