import { expect, test } from 'vitest';
import type { ModelListing } from '../../../core/model-listing.ts';
import { createModelStore } from '../../../runtime/model-store/create-model-store.ts';
import type { Device } from '../../../runtime/model-store/pick-dtypes.ts';
import { memoryStorage } from '../../../runtime/model-store/storage/memory.testing.ts';
import { createModelShelf, isModelId } from './model-shelf.ts';

const SETTINGS = { 'config.json': 1, 'tokenizer.json': 2, 'tokenizer_config.json': 3 };
const COMMON = { ...SETTINGS, 'onnx/encodec_decode.onnx': 10 };
const EIGHT_BITS = {
  'onnx/text_encoder_quantized.onnx': 100,
  'onnx/decoder_model_merged_quantized.onnx': 1000,
};
const HALVES = { 'onnx/text_encoder_fp16.onnx': 200, 'onnx/decoder_model_merged_fp16.onnx': 2000 };

const WASM: Device = { provider: 'wasm', shaderF16: false };
const PLAIN_GPU: Device = { provider: 'webgpu', shaderF16: false };
const GPU: Device = { provider: 'webgpu', shaderF16: true };

const model = (id: string, files: Record<string, number>): ModelListing[number] => ({
  id,
  files: Object.entries(files).map(([path, bytes]) => ({ path, bytes })),
});

const FOLDER: ModelListing = [
  model('acme/eight-bits', { ...COMMON, ...EIGHT_BITS }),
  model('acme/halves', { ...COMMON, ...HALVES }),
  model('acme/both', { ...COMMON, ...EIGHT_BITS, ...HALVES }),
  model('acme/no-codec', { ...SETTINGS, ...EIGHT_BITS, ...HALVES }),
  model('acme/no--hub-has-such-a-name', { ...COMMON, ...EIGHT_BITS, ...HALVES }),
];

function shelfOn(device: Device, listing: ModelListing | null) {
  const store = createModelStore({ hub: null, disk: memoryStorage() });
  return createModelShelf(
    store,
    () => Promise.resolve(device),
    () => Promise.resolve(listing),
  );
}

test.each([
  ['WebAssembly', WASM, { 'acme/eight-bits': 1116, 'acme/both': 1116 }],
  ['WebGPU', GPU, { 'acme/halves': 2216, 'acme/both': 2216 }],
  ['WebGPU without half precision', PLAIN_GPU, {}],
])(
  'of the models of the server, those are offered that run on %s, with what they take',
  async (_, on, some) => {
    const served = await shelfOn(on, FOLDER).served();
    expect(Object.fromEntries(served?.map(({ id, bytes }) => [id, bytes]) ?? [])).toEqual(some);
  },
);

test('a hub lists nothing, which is not the same as nothing', async () => {
  expect(await shelfOn(WASM, null).served()).toBeNull();
  expect(await shelfOn(WASM, []).served()).toEqual([]);
});

test('a model runs where the device is', async () => {
  expect(await shelfOn(WASM, null).provider()).toBe('wasm');
  expect(await shelfOn(GPU, null).provider()).toBe('webgpu');
});

test.each([
  ['Xenova/musicgen-small', true],
  ['gpt2', true],
  ['', false],
  ['facebook musicgen', false],
  ['https://huggingface.co/Xenova/musicgen-small', false],
  ['a/b/c', false],
  ['../secrets', false],
])('whether "%s" may be a model: %s', (name, may) => {
  expect(isModelId(name)).toBe(may);
});
