import { afterEach, expect, test } from 'vitest';
import { TINY } from '../../../../../models/musicgen/size.ts';
import { genreBrief } from '../../../../../tests/golden/genre-briefs.ts';
import { AttuneError } from '../../../core/errors.ts';
import { Params } from '../../../core/params.ts';
import { SAMPLE_RATE } from '../../../core/tokens.ts';
import { untilAborted } from '../../../runtime/until-aborted.ts';
import type { EngineUpdate } from '../../engine.ts';
import { builtFiles, builtModel, wasm } from './built.testing.ts';
import { musicgenInPlace, type Encode } from './engine-in-place.ts';
import { loadModel } from './loaded-model.ts';

let closed = 0;
let encode: Encode;
const engine = musicgenInPlace(
  async () => {
    const model = await builtModel(TINY);
    return { ...model, close: () => ((closed += 1), model.close()) };
  },
  (...args) => encode(...args),
);
const silence = { sampleRate: SAMPLE_RATE, channels: [new Float32Array(SAMPLE_RATE)] };
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

test('loading is told apart from the music, and ends with whoever stops listening', async () => {
  const files = await builtFiles(TINY);
  let loads = 0;
  let running = 0;
  const telling = musicgenInPlace(
    async (_, progress, signal) => {
      loads += 1;
      expect(++running).toBe(1);
      try {
        return await loadModel(files, { device: wasm, reference: null }, progress, signal);
      } finally {
        running -= 1;
      }
    },
    (...args) => encode(...args),
  );
  const brief = genreBrief('ambient', 5);
  const params = Params.parse({ seed: 1, duration: 5 });
  for await (const update of telling.generate(brief, params)) {
    expect(update).toMatchObject({ type: 'loading', fraction: 0.25, download: null });
    break;
  }
  expect(await telling.report()).toBeNull();
  const types = new Set<string>();
  for await (const { type } of telling.generate(brief, params)) {
    types.add(type);
    if (type === 'progress') break;
  }
  expect([...types]).toEqual(['loading', 'progress']);
  for await (const { type } of telling.generate(brief, params)) {
    expect(type).toBe('progress');
    break;
  }
  expect(loads).toBe(2);
  await telling.unload();
});

test('a recording waits until the piece before it is done, and unloading ends it', async () => {
  let begun = 0;
  encode = (_, __, ___, signal) => ((begun += 1), untilAborted(new Promise<never>(() => {}), signal));
  const piece = make();
  await piece.next();
  const listening = engine.encode(silence);
  await new Promise((resolve) => setTimeout(resolve));
  expect(begun).toBe(0);
  await piece.return?.();
  await expect.poll(() => begun).toBe(1);
  await Promise.all([engine.unload(), expect(listening).rejects.toMatchObject({ code: 'cancelled' })]);
});

test.each([
  ['onnx/encodec_encode.onnx', 'model_deaf'],
  ['config.json, tokenizer.json, onnx/encodec_encode.onnx', 'model_incomplete'],
])('a model that lacks %s is said to be just that', async (missing, code) => {
  encode = () => Promise.reject(new AttuneError('model_incomplete', { model: 'a/b', missing }));
  await expect(engine.encode(silence)).rejects.toMatchObject({ code, details: { model: 'a/b', missing } });
});
