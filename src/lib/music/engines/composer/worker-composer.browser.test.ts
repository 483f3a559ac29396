import { afterEach, expect, test } from 'vitest';
import { Params } from '../../../core/params.ts';
import { GOLDEN, hashOf } from '../../../../../tests/golden/composer.ts';
import { genreBrief } from '../../../../../tests/golden/genre-briefs.ts';
import { composer } from './composer.ts';
import { workerComposer } from './worker-composer.ts';

const engine = workerComposer();
afterEach(() => engine.unload());

test('in a worker it says of itself what it says inline', () => {
  expect([engine.name, engine.capabilities]).toEqual([composer.name, composer.capabilities]);
});

test.each(GOLDEN)('$genre with seed $seed is the same bytes in a worker', async (golden) => {
  await engine.load();
  expect(await hashOf(engine, golden.genre, golden.seed, golden.duration)).toBe(golden.sha256);
});

test('an abort ends it at once, and the next piece is made all the same', async () => {
  const abort = new AbortController();
  const run = async () => {
    for await (const update of engine.generate(
      genreBrief('pop', 60),
      Params.parse({ seed: 1 }),
      abort.signal,
    )) {
      if (update.type === 'audio') abort.abort();
    }
  };
  await expect(run()).rejects.toMatchObject({ code: 'cancelled' });
  const [golden] = GOLDEN;
  expect(await hashOf(engine, golden!.genre, golden!.seed, golden!.duration)).toBe(golden!.sha256);
});
