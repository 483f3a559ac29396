import { expect, test } from 'vitest';
import { GOLDEN, hashOf } from '../../../../../tests/golden/composer.ts';
import { composer } from './composer.ts';

test.each(GOLDEN)('$genre with seed $seed is the same bytes here as everywhere', async (golden) => {
  expect(await hashOf(composer, golden.genre, golden.seed, golden.duration)).toBe(golden.sha256);
});
