import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHub, type Hub } from '../../../../../models/hub.ts';
import { builtMusicgen } from '../../../../../models/musicgen/built.ts';
import { TINY } from '../../../../../models/musicgen/size.ts';
import { createModelStore } from '../../../runtime/model-store/create-model-store.ts';
import { networkHub } from '../../../runtime/model-store/hub/hub.ts';
import { pickDtypes } from '../../../runtime/model-store/pick-dtypes.ts';
import { memoryStorage } from '../../../runtime/model-store/storage/memory.ts';
import { wasm } from './built.testing.ts';
import { openModel } from './open-model.ts';

const ID = 'attune/musicgen-tiny';
const where = { device: wasm, reference: null };

let hub: Hub;
beforeAll(async () => {
  hub = await startHub({ [ID]: await builtMusicgen(TINY) });
});
afterAll(() => hub.close());

const emptyStore = () => createModelStore({ hub: networkHub(hub.url), disk: memoryStorage() });

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
