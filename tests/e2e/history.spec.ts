import { expect, test } from './app.ts';
import { finished, make, preferReader } from './steps.ts';

test('playing a piece again says so where the page can not be fetched, and works when it can', async ({
  page,
}) => {
  await preferReader(page, 'wasm');
  await page.goto('/');
  await page.getByRole('radio', { name: 'sad' }).check({ force: true });
  await make(page, 5);
  const history = page.getByRole('region', { name: 'History' });
  const again = history.getByRole('button', { name: 'Play again' });
  // It is kept a moment after it can be heard; a reload before that would lose it.
  await expect(again).toBeVisible();
  await page.reload();
  await expect(again).toBeVisible();

  const scripts = /_app\/immutable/;
  await page.route(scripts, (route) => route.abort());
  await again.click();
  await expect(page.getByRole('alert').first()).toContainText('Something unexpected happened');

  await page.unroute(scripts);
  await page.getByRole('button', { name: 'Try again' }).click();
  await finished(page);
  await expect(history.getByRole('listitem')).toContainText('Composer · 5 s');
});
