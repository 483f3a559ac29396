import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page } from 'playwright/test';
import { builtMusicgen } from '../../models/musicgen/built.ts';
import { TINY } from '../../models/musicgen/size.ts';
import { encodeWav } from '../../src/lib/audio/encode-wav.ts';
import { glides } from '../fixtures/glides.ts';
import { violations } from './axe.ts';
import { finished, preferReader } from './steps.ts';
import { withServer } from './with-server.ts';

/** The model that the page offers first; here its place is taken by a tiny one of random weights. */
const MODEL = 'Xenova/musicgen-small';
/** The same under a name that the page does not know, and one that lacks all but its configuration. */
const UNKNOWN = 'acme/unknown';
const LACKING = 'acme/lacking';

/** `test` with the built app, which serves those models out of a folder of its own. */
const test = base.extend<object, { modelApp: string }>({
  modelApp: [
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'attune-models-'));
      await mkdir(join(folder, 'Xenova'));
      await mkdir(join(folder, LACKING), { recursive: true });
      for (const name of [MODEL, UNKNOWN]) await symlink(await builtMusicgen(TINY), join(folder, name));
      await writeFile(join(folder, LACKING, 'config.json'), '{}');
      await withServer({ MODEL_FOLDER: folder }, use);
    },
    { scope: 'worker' },
  ],
  baseURL: ({ modelApp }, use) => use(modelApp),
});

/** Opens the page, and gets as far as a brief that MusicGen is to make. */
async function wishFor(page: Page, seconds: number): Promise<void> {
  await preferReader(page, 'wasm');
  await page.goto('/');
  await page.getByRole('radio', { name: 'sad' }).check({ force: true });
  await page.getByRole('slider', { name: 'Length' }).fill(String(seconds));
  await musicgen(page).check({ force: true });
}

const makeIt = (page: Page) => page.getByRole('button', { name: 'Make the music' }).click();
const musicgen = (page: Page) => page.getByRole('radio', { name: /^MusicGen/ });
const accept = (page: Page) => page.getByRole('button', { name: 'Accept and download' }).click();
const kept = (page: Page) => page.getByRole('region', { name: 'History' }).getByRole('listitem');

test('terms, download, variations, the way on, and the model that is deleted again', async ({ page }) => {
  await wishFor(page, 5);
  await page.getByRole('radio', { name: '2', exact: true }).check({ force: true });
  await makeIt(page);
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('non-commercial use only');
  await expect(dialog).toContainText(/[\d.]+ MB to download/);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await makeIt(page);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  await expect(musicgen(page)).toBeChecked();

  await makeIt(page);
  await accept(page);
  await finished(page);
  await expect(kept(page)).toHaveCount(2);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('radio', { name: /^Take 2/ }).check({ force: true });
  await expect(page.getByRole('radio', { name: /^Take 2 \d+%$/ })).toBeChecked();

  await page.getByRole('button', { name: 'Continue: 30 s more' }).click();
  await expect(page.getByText('/ 0:35')).toBeVisible();
  await expect(page.getByRole('article')).toContainText('35 s');
  await page.getByRole('button', { name: 'Delete everything' }).click();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();

  await page.getByRole('button', { name: 'Preferences' }).click();
  const models = page.getByRole('region', { name: 'MusicGen on this device' });
  await expect(models).toContainText('WebAssembly');
  await models.getByRole('button', { name: 'Free its memory' }).click();
  await expect(models).not.toContainText('WebAssembly');
  await models.getByRole('button', { name: new RegExp(`^Delete ${MODEL}`) }).click();
  await page.getByRole('button', { name: 'Yes, delete it' }).click();
  await expect(models).toContainText('No model is kept here');
});

test('a name that no model has stops Make, and a model that lacks files can not be accepted', async ({
  page,
}) => {
  await wishFor(page, 5);
  await page.getByRole('combobox', { name: 'Model' }).selectOption('Another one…');
  const name = page.getByRole('textbox', { name: 'Its name on the model hub' });
  const dialog = page.getByRole('dialog');
  for (const text of ['', 'two words']) {
    await name.fill(text);
    await makeIt(page);
    await expect(name).toBeFocused();
    await expect(name).toHaveAttribute('aria-invalid', 'true');
    await expect(name).toHaveAccessibleDescription(/^That is no model’s name/);
    await expect(name).toHaveValue(text);
    await expect(dialog).toBeHidden();
  }
  expect(await violations(page)).toEqual([]);

  await name.fill(LACKING);
  await makeIt(page);
  await expect(dialog).toContainText(`${LACKING} lacks what is needed here: tokenizer.json, `);
  await expect(dialog).toContainText(/, and \d more\./);
  expect(await violations(page)).toEqual([]);
  await expect(dialog.getByRole('button', { name: /^Accept/ })).toBeHidden();
  await dialog.getByRole('button', { name: 'Use the composer instead' }).click();
  await expect(page.getByRole('radio', { name: /^Composer/ })).toBeChecked();
  await finished(page);
  await expect(kept(page)).toHaveCount(1);
});

test('the models of the folder are offered where they fit, with where to ask for their terms', async ({
  page,
}) => {
  await wishFor(page, 5);
  const model = page.getByRole('combobox', { name: 'Model' });
  await expect(model.locator('option')).toHaveText([
    /^Xenova\/musicgen-small \([\d.]+ MB\)$/,
    /^acme\/unknown \([\d.]+ MB\)$/,
    'Another one…',
  ]);
  await expect(page.getByText('neural, on your processor: slow')).toBeVisible();
  await model.selectOption(UNKNOWN);
  await makeIt(page);
  await expect(page.getByRole('dialog')).toContainText('Ask whoever runs this server');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(model).toHaveValue(UNKNOWN);
});

test('a tab that is closed in the middle of a piece loses nothing', async ({ page, context }) => {
  await wishFor(page, 60);
  await makeIt(page);
  await accept(page);
  await expect.poll(() => framesKept(page), { timeout: 300_000 }).toBeGreaterThan(100);
  await page.close();

  const next = await context.newPage();
  await preferReader(next, 'wasm');
  await next.goto('/');
  await expect(next.getByRole('heading', { name: 'A piece was not finished' })).toBeVisible();
  const before = await framesKept(next);
  await next.getByRole('button', { name: 'Go on where it stopped' }).click();
  await expect.poll(() => framesKept(next), { timeout: 300_000 }).toBeGreaterThan(before);
  await next.getByRole('button', { name: 'Stop', exact: true }).click();
  await next.getByRole('button', { name: 'Dismiss' }).click();
  await next.getByRole('button', { name: 'Discard' }).click();
  await next.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  await expect.poll(() => framesKept(next)).toBe(0);
});

test('a recording begins the piece and is sent nowhere, and one that does not fit is refused at once', async ({
  page,
  context,
}) => {
  const methods = new Set<string>();
  context.on('request', (request) => methods.add(request.method()));
  await wishFor(page, 5);
  const recording = page.getByRole('group', { name: 'Go on from a recording of mine' });
  const choose = (name: string, bytes: Uint8Array) =>
    recording.locator('input').setInputFiles({ name, mimeType: 'audio/wav', buffer: Buffer.from(bytes) });
  const hum = (seconds: number) => encodeWav(glides(seconds), '16');

  await choose('notes.wav', new TextEncoder().encode('no sound'));
  await expect(recording.getByRole('alert')).toContainText('no sound file');
  await choose('long.wav', hum(7));
  await expect(recording.getByRole('status')).toHaveText(/long\.wav ·\s+7\.0 s/);
  await expect(recording.getByRole('alert')).toContainText('the piece that begins with it 5 s');
  expect(await violations(page)).toEqual([]);
  await recording.getByRole('button', { name: 'Remove' }).click();
  await expect(recording.getByRole('alert')).toBeHidden();
  await expect(recording.getByRole('button', { name: 'Choose a recording' })).toBeFocused();

  await choose('hum.wav', hum(3));
  await makeIt(page);
  await accept(page);
  await finished(page);
  await expect(kept(page)).toHaveCount(1);
  expect([...methods]).toEqual(['GET']);
});

test.describe('in the copy of the app', () => {
  test.use({ serviceWorkers: 'allow' });

  test('a piece goes another way from the second heard, and outlives its model', async ({ page }) => {
    await wishFor(page, 5);
    await makeIt(page);
    await accept(page);
    await finished(page);
    const position = page.getByRole('slider', { name: 'Position' });
    const branch = (from: string) => page.getByRole('button', { name: `Another way from ${from}` });
    // At its end it stands still.
    await position.fill('5');
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
    await position.fill('0');
    await expect(branch('0:00')).toBeDisabled();
    await expect(branch('0:00')).toContainText('Move to the second where it should turn.');
    await position.fill('2');
    await branch('0:02').click();
    await finished(page);
    await expect(page.getByText('/ 0:05')).toBeVisible();
    await expect(kept(page)).toHaveText([/MusicGen · small · 5 s/, /MusicGen · small · 5 s/]);

    await page.getByRole('button', { name: 'Preferences' }).click();
    await page.getByRole('button', { name: new RegExp(`^Delete ${MODEL}`) }).click();
    await page.getByRole('button', { name: 'Yes, delete it' }).click();
    await expect(page.getByText('No model is kept here')).toBeVisible();
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await page.reload();
    await kept(page).nth(1).getByRole('button', { name: 'Play again' }).click();
    await expect(page.getByRole('dialog')).toContainText('no longer on this device. Download it again');
    await expect(page.getByRole('dialog')).toContainText(/[\d.]+ MB to download/);
    await accept(page);
    await finished(page);
  });
});

/** @returns how many frames of an unfinished piece lie in the database. */
function framesKept(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('attune');
        opening.onerror = () => reject(new Error('the database does not open'));
        opening.onsuccess = () => {
          const all = opening.result.transaction('unfinished').objectStore('unfinished').getAll();
          all.onsuccess = () => {
            opening.result.close();
            const [record] = all.result as { tokens: { frames: number }[] }[];
            resolve(record?.tokens[0]?.frames ?? 0);
          };
        };
      }),
  );
}
