import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHub, type Hub } from '../../../../../models/hub.ts';
import { builtMusicgen } from '../../../../../models/musicgen/built.ts';
import { TINY } from '../../../../../models/musicgen/size.ts';
import { createModelStore } from '../../../runtime/model-store/create-model-store.ts';
import type { ModelStore } from '../../../runtime/model-store/model-store.ts';
import { networkHub } from '../../../runtime/model-store/hub/hub.ts';
import { pickDtypes } from '../../../runtime/model-store/pick-dtypes.ts';
import { memoryStorage } from '../../../runtime/model-store/storage/memory.testing.ts';
import { wasm } from './built.testing.ts';
import { greedyTokens } from './greedy.ts';
import { openModel } from './open-model.ts';

const ID = 'attune/musicgen-tiny';
const where = { device: wasm, reference: null };

let hub: Hub;
beforeAll(async () => {
  hub = await startHub({ [ID]: await builtMusicgen(TINY) });
});
afterAll(() => hub.close());

const emptyStore = () => createModelStore({ hub: networkHub(hub.url), disk: memoryStorage() });

test('a model that is being opened is not deleted under it, and what is open outlives its files', async () => {
  const store = emptyStore();
  let reads = 0;
  const slow: ModelStore = {
    ...store,
    async open(id, path) {
      reads += 1;
      await expect(store.remove(ID)).rejects.toMatchObject({ code: 'model_busy', details: { model: ID } });
      return store.open(id, path);
    },
  };
  const model = await openModel(slow, where, ID, () => undefined);
  expect(reads).toBeGreaterThan(5);
  await store.remove(ID);
  expect(await store.list()).toEqual([]);
  const order = { text: 'rain', negative: null, guidance: 3, frames: 5 };
  expect((await greedyTokens(model, order)).frames).toBe(5);
  await model.close();
});

test('a cancel is heard after the download too, and the model can be deleted then', async () => {
  const store = emptyStore();
  const abort = new AbortController();
  const opened = openModel(
    store,
    where,
    ID,
    (fraction, download) => download === undefined && fraction > 0.9 && abort.abort(),
    abort.signal,
  );
  await expect(opened).rejects.toMatchObject({ code: 'cancelled' });
  await store.remove(ID);
});

test('WebAssembly takes the 8-bit weights, and the way there is told in bytes', async () => {
  const told: number[] = [];
  const model = await openModel(emptyStore(), where, ID, (fraction, download) => {
    told.push(fraction);
    if (download) expect(download.done).toBeLessThanOrEqual(download.total);
  });
  expect(model.report()).toMatchObject({ provider: 'wasm', dtype: 'q8' });
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.at(-1)).toBeGreaterThan(0.9);
  await model.close();
});

test('who falls back to WebAssembly runs the weights that are here, and downloads nothing', async () => {
  const store = emptyStore();
  const files = await store.files(ID, pickDtypes({ provider: 'webgpu', shaderF16: false }));
  await store.download(ID, files, 'disk', () => undefined);
  const before = hub.requests.filter(({ method, bytes }) => method === 'GET' && bytes > 1000).length;
  const model = await openModel(store, where, ID, () => undefined);
  expect(model.report()).toMatchObject({ provider: 'wasm', dtype: 'q4' });
  expect(hub.requests.filter(({ method, bytes }) => method === 'GET' && bytes > 1000)).toHaveLength(before);
  await model.close();
});

test('where there is no space it runs from memory', async () => {
  const full = { ...memoryStorage(), free: () => Promise.resolve(1000) };
  const store = createModelStore({ hub: networkHub(hub.url), disk: full });
  const model = await openModel(store, where, ID, () => undefined);
  expect(model.report().provider).toBe('wasm');
  expect(await store.list()).toMatchObject([{ id: ID, inMemory: true }]);
  await model.close();
});
