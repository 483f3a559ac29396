import { afterEach, expect, test } from 'vitest';
import { TINY } from '../../../../../models/musicgen/size.ts';
import { genreBrief } from '../../../../../tests/golden/genre-briefs.ts';
import { Params } from '../../../core/params.ts';
import type { EngineUpdate } from '../../engine.ts';
import { builtModel } from './built.testing.ts';
import { musicgenInPlace } from './engine-in-place.ts';

let closed = 0;
const engine = musicgenInPlace(async () => {
  const model = await builtModel(TINY);
  return { ...model, close: () => ((closed += 1), model.close()) };
});
afterEach(() => engine.unload());

const make = (): AsyncIterator<EngineUpdate> =>
  engine.generate(genreBrief('ambient', 5), Params.parse({ seed: 1, duration: 5 }))[Symbol.asyncIterator]();

test('who stops listening while he waits leaves the queue, and the next one has his turn', async () => {
  const first = make();
  await first.next();
  const second = make();
  expect(await second.next()).toMatchObject({ value: { type: 'waiting', before: 1 } });
  await second.return?.();
  const third = make();
  expect(await third.next()).toMatchObject({ value: { type: 'waiting', before: 1 } });
  await first.return?.();
  expect(await third.next()).toMatchObject({ value: { type: 'progress' } });
  await third.return?.();
});

test('unloading ends what is under way before it frees the model', async () => {
  const piece = make();
  await piece.next();
  const before = closed;
  const freed = engine.unload();
  await new Promise((resolve) => setTimeout(resolve));
  expect(closed).toBe(before);
  await expect(piece.next()).rejects.toMatchObject({ code: 'cancelled' });
  await freed;
  expect(closed).toBe(before + 1);
  expect(await engine.report()).toBeNull();
});

test('unloading while a model is loaded leaves none behind', async () => {
  const loading = engine.load();
  await Promise.all([engine.unload(), loading.catch(() => undefined)]);
  expect(await engine.report()).toBeNull();
});
