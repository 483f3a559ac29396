import type { Page } from 'playwright/test';
import { expect, test } from './app.ts';
import { expectAccessible } from './axe.ts';
import { finished } from './steps.ts';

const LANGUAGES = { en: 'en-GB', zh: 'zh-CN' };

for (const [language, locale] of Object.entries(LANGUAGES)) {
  test.describe(language, () => {
    test.use({ locale });

    test('nothing on the page shuts anybody out, at any stage, light or dark', async ({ page }) => {
      await page.goto('/');
      await expect(page.locator('html')).toHaveAttribute('lang', new RegExp(`^${language}`));
      await expectAccessible(page, 'look');

      await page.locator('#look input[type=radio]').nth(3).check({ force: true });
      await expect(page.locator('#brief .make')).toBeVisible();
      for (const fold of await page.locator('#brief summary').all()) await fold.click();
      await expectAccessible(page, 'brief');

      await page.locator('#brief .make').click();
      await expect(page.locator('#listen .downloads')).toBeVisible({ timeout: 180_000 });
      await expectAccessible(page, 'listen');

      await page.locator('body > div header nav button').first().click();
      await expect(page.locator('dialog[open]')).toBeVisible();
      await expectAccessible(page, 'preferences');
    });
  });
}

test('everything can be done by keyboard alone', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();

  await focus(page, 'radio', 'angry');
  await page.keyboard.press('Space');
  // The brief that the first choice opens must not take the focus from the moods that follow.
  const moods = page.locator('#look').getByRole('radio');
  for (let mood = 1; mood < (await moods.count()); mood++) {
    await page.keyboard.press('ArrowRight');
    await expect(page.locator('#brief .make')).toBeVisible();
    await expect(moods.nth(mood)).toBeChecked();
    await expect(moods.nth(mood)).toBeFocused();
  }
  await focus(page, 'slider', 'Length');
  await page.keyboard.press('Home');
  await focus(page, 'button', 'Make the music');
  await page.keyboard.press('Enter');
  await finished(page);

  await focus(page, 'radio', '0 of 5 stars');
  for (let star = 0; star < 3; star++) await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: '3 of 5 stars' })).toBeChecked();
  await focus(page, 'button', 'WAV 16-bit');
  const coming = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await coming).suggestedFilename()).toMatch(/\.wav$/);

  await focus(page, 'button', 'Play again');
  await page.keyboard.press('Enter');
  await finished(page);
});

/** Moves on by Tab until the control has the focus; a radio group is entered at its checked or first radio. */
async function focus(page: Page, role: 'radio' | 'slider' | 'button', name: string): Promise<void> {
  const control = page.getByRole(role, { name, exact: true }).first();
  for (let presses = 0; presses < 120; presses++) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches the ${role} "${name}"`);
}
