import { measure } from '../../src/lib/audio/measure.ts';
import { expect, test } from './app.ts';
import { readWav } from './read-wav.ts';
import {
  download,
  finished,
  lookAt,
  make,
  PHOTOGRAPH,
  preferReader,
  rate,
  smallPhotograph,
} from './steps.ts';

const SECONDS = 15;

test.use({ reducedMotion: 'no-preference' });

test('a photograph becomes a finished piece that is rated, found and made again @webgpu', async ({ page }, {
  project,
}) => {
  const provider = project.name === 'webgpu' ? 'webgpu' : 'wasm';
  await preferReader(page, provider);
  await page.goto('/');
  const adapter = await page.evaluate(async () => (await navigator.gpu?.requestAdapter()) != null);
  expect(adapter, 'the software adapter of WebGPU').toBe(provider === 'webgpu');

  await lookAt(page, provider === 'wasm' ? PHOTOGRAPH : await smallPhotograph());
  await make(page, SECONDS);

  const first = await download(page, 'WAV 16-bit');
  const measures = measure(readWav(first));
  expect(Math.abs(measures.duration - SECONDS)).toBeLessThan(0.02);
  expect(measures.silent).toBeLessThan(0.5);
  expect(measures.loudness).toBeGreaterThan(-17);
  expect(measures.loudness).toBeLessThan(-15);
  expect(measures.truePeak).toBeLessThanOrEqual(-1 + 0.1);
  expect((await download(page, 'MIDI')).toString('latin1', 0, 4)).toBe('MThd');

  await rate(page, 'the second half is lovely');
  await page.reload();
  const kept = page.getByRole('region', { name: 'History' }).getByRole('listitem');
  await expect(kept).toHaveCount(1);
  await expect(kept).toContainText('4 stars');
  await page.getByRole('searchbox', { name: 'Search' }).fill('lovely');
  await expect(kept).toHaveCount(1);

  await kept.getByRole('button', { name: 'Play again' }).click();
  await finished(page);
  const again = await download(page, 'WAV 16-bit');
  expect(again.equals(first), 'the same bytes, made again from the recipe').toBe(true);
  await expect(page.getByRole('textbox', { name: 'A note to yourself' })).toHaveValue(
    'the second half is lovely',
  );
});
