import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright/test';
import sharp from 'sharp';
import { expect } from './app.ts';

/** A photograph with one face, 1920 pixels wide, which comes with the networks. */
export const PHOTOGRAPH = 'node_modules/@vladmandic/face-api/demo/sample2.jpg';

/** @returns the photograph as a file of 400 pixels' width: software stands in for a graphics card slowly. */
export async function smallPhotograph(): Promise<Picture> {
  return { name: 'face.jpg', mimeType: 'image/jpeg', buffer: await sharp(PHOTOGRAPH).resize(400).toBuffer() };
}

/** A picture that is handed over without lying on the disk. */
export interface Picture {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** Has the face networks run on one provider, whichever is faster here. Call it before the page is opened. */
export async function preferReader(page: Page, provider: 'webgpu' | 'wasm'): Promise<void> {
  await page.addInitScript((reader) => localStorage.setItem('attune-reader', reader), provider);
}

/** Chooses a picture and waits until an emotion was read in it. */
export async function lookAt(page: Page, picture: string | Picture): Promise<void> {
  await page.locator('#look input[type=file]').setInputFiles(picture);
  await seen(page);
}

/** Waits until an emotion was read, and accepts it. */
export async function seen(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: /^Your expression looks \w+\.$/ })).toBeVisible({
    timeout: 400_000,
  });
  await page.getByRole('button', { name: 'Yes, that’s it' }).click();
}

/** Has the piece made that is described, and waits until it is finished. @param seconds a multiple of 5 */
export async function make(page: Page, seconds: number): Promise<void> {
  await page.getByRole('slider', { name: 'Length' }).fill(String(seconds));
  await page.getByRole('button', { name: 'Make the music' }).click();
  await finished(page);
}

/** Waits until the piece that is being made is finished. */
export async function finished(page: Page): Promise<void> {
  await expect(downloads(page)).toBeVisible({ timeout: 180_000 });
}

/** @returns the bytes that the user gets under `name`. */
export async function download(page: Page, name: string): Promise<Buffer> {
  const coming = page.waitForEvent('download');
  await downloads(page).getByRole('button', { name }).click();
  return readFile(await (await coming).path());
}

/** Says four stars and a comment, and waits until that is kept, the cursor still in the field. */
export async function rate(page: Page, comment: string): Promise<void> {
  await page.getByRole('radio', { name: '4 of 5 stars' }).check({ force: true });
  await page.getByRole('textbox', { name: 'A note to yourself' }).fill(comment);
  await expect(page.getByText('Saved on this device')).toBeVisible();
}

function downloads(page: Page) {
  return page.getByRole('group', { name: 'Download' });
}
