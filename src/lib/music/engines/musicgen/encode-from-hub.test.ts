import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHub, type Hub } from '../../../../../models/hub.ts';
import { builtMusicgen } from '../../../../../models/musicgen/built.ts';
import { TINY } from '../../../../../models/musicgen/size.ts';
import { glides } from '../../../../../tests/fixtures/glides.ts';
import { SAMPLE_RATE } from '../../../core/tokens.ts';
import { createModelStore } from '../../../runtime/model-store/create-model-store.ts';
import { networkHub } from '../../../runtime/model-store/hub/hub.ts';
import { memoryStorage } from '../../../runtime/model-store/storage/memory.testing.ts';
import { builtFiles, wasm } from './built.testing.ts';
import { encodeSound } from './codec-encoder.ts';
import { encodeFromHub } from './encode-from-hub.ts';

const ID = 'attune/musicgen-tiny';
const where = { device: wasm, reference: null };
const audio = glides(2, SAMPLE_RATE);

let hub: Hub;
beforeAll(async () => {
  hub = await startHub({ [ID]: await builtMusicgen(TINY) });
});
afterAll(() => hub.close());

const store = () => createModelStore({ hub: networkHub(hub.url), disk: memoryStorage() });

/** Whole files that were asked for, but the first `before` requests. */
function fetched(before: number): string[] {
  const whole = hub.requests.slice(before).filter(({ method, bytes }) => method === 'GET' && bytes > 1000);
  return [...new Set(whole.map(({ file }) => file))];
}

test('of the model the encoder alone is downloaded, once, and its progress is told before that of the work', async () => {
  const kept = store();
  const told: [number, boolean][] = [];
  const progress = (fraction: number, download?: object) => told.push([fraction, download !== undefined]);
  const tokens = await encodeFromHub(kept, where, ID, audio, progress);
  expect(tokens).toEqual(await encodeSound(await builtFiles(TINY), wasm, audio, () => undefined));
  const graphs = fetched(0).filter((file) => file.endsWith('.onnx'));
  expect(graphs).toEqual(['onnx/encodec_encode.onnx']);
  expect(told.at(-1)).toEqual([1, false]);
  expect(told.filter(([, isDownload]) => isDownload).at(-1)).toEqual([1, true]);

  const before = hub.requests.length;
  expect(await encodeFromHub(kept, where, ID, audio, () => undefined)).toEqual(tokens);
  expect(fetched(before)).toEqual([]);
});

test('an abort ends it, and a model that is none says so', async () => {
  const abort = new AbortController();
  abort.abort();
  const none = () => undefined;
  await expect(encodeFromHub(store(), where, ID, audio, none, abort.signal)).rejects.toMatchObject({
    code: 'cancelled',
  });
  await expect(encodeFromHub(store(), where, 'attune/none', audio, none)).rejects.toMatchObject({
    code: 'model_incomplete',
  });
});
