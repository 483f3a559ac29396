import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright/test';
import { expect, test } from './app.ts';
import { download, make } from './steps.ts';

/** What a file of each format begins with. */
const MAGIC = { FLAC: 'fLaC', MP3: 'ID3', 'Ogg Opus': 'OggS', Video: '\x1a\x45\xdf\xa3', MIDI: 'MThd' };

async function makePiece(page: Page): Promise<void> {
  await page.goto('/');
  await page.locator('#look input[type=radio]').nth(3).check({ force: true });
  await make(page, 5);
}

test('every format can be had, and none says more of the listener than the prompt', async ({ page }) => {
  await makePiece(page);
  for (const [name, magic] of Object.entries(MAGIC)) {
    const file = (await download(page, name)).toString('latin1');
    expect(file.startsWith(magic), name).toBe(true);
    if (name === 'MIDI') continue;
    expect(file, name).toContain('"software":"Attune"');
    for (const secret of ['"emotion"', 'arousal', 'valence', 'probabilities']) {
      expect(file, name).not.toContain(secret);
    }
  }
});

test('a video can be stopped on its way, and had after that', async ({ page }) => {
  await makePiece(page);
  const group = page.getByRole('group', { name: 'Download' });
  await group.getByRole('button', { name: 'Video' }).click();
  await group.getByRole('button', { name: 'Stop' }).click();
  await expect(group.getByRole('progressbar')).toHaveCount(0);
  expect((await download(page, 'Video')).length).toBeGreaterThan(10_000);
});

test('what a browser without codecs cannot write is told, and the rest is written', async ({ page }) => {
  await page.route('**/encoder.worker-*.js', async (route) => {
    const script = await readFile(`build/client${new URL(route.request().url()).pathname}`, 'utf8');
    const body = `delete globalThis.AudioEncoder; delete globalThis.VideoEncoder;\n${script}`;
    const response = await route.fetch();
    await route.fulfill({ response, body, headers: { ...response.headers(), 'content-encoding': '' } });
  });
  await makePiece(page);
  const group = page.getByRole('group', { name: 'Download' });
  await expect(group.getByText("This browser can't write: Ogg Opus, Video.")).toBeVisible();
  await expect(group.getByRole('button', { name: 'Ogg Opus' })).toBeDisabled();
  await expect(group.getByRole('button', { name: 'Video' })).toBeDisabled();
  expect((await download(page, 'MP3')).toString('latin1', 0, 3)).toBe('ID3');
});
