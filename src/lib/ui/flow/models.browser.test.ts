import { beforeAll, expect, it } from 'vitest';
import { commands, server } from 'vitest/browser';
import { OFFERED } from '#lib/music/engines/musicgen/model-shelf.ts';
import type { models as Models } from './models.svelte.ts';
import type { settings as Settings } from './settings.svelte.ts';

/** Below the root of the project, which the test server serves; a listing of models, as our own server has it. */
const LISTING = '/node_modules/.cache/attune-models.json';
const SIZES = {
  'config.json': 1,
  'tokenizer.json': 2,
  'tokenizer_config.json': 3,
  'onnx/text_encoder_quantized.onnx': 40,
  'onnx/decoder_model_merged_quantized.onnx': 500,
  'onnx/encodec_decode.onnx': 6000,
};
const files = Object.entries(SIZES).map(([path, bytes]) => ({ path, bytes }));

let models: typeof Models;
let settings: typeof Settings;
const host = document.createElement('meta');

beforeAll(async () => {
  // Another test may have chosen a model in this browser: here none is.
  localStorage.removeItem('attune-model');
  localStorage.setItem('attune-reader', 'wasm');
  const listing = [
    { id: 'acme/incomplete', files: files.slice(1) },
    { id: 'acme/whole', files },
  ];
  await commands.writeFile(`${server.config.root}${LISTING}`, JSON.stringify(listing));
  Object.assign(host, { name: 'model-host', content: LISTING });
  document.head.append(host);
  ({ models } = await import('./models.svelte.ts'));
  ({ settings } = await import('./settings.svelte.ts'));
});

it('offers what its server has in place of what hubs have, and suggests the first', async () => {
  expect(models.choosable.map(({ id }) => id)).toEqual(OFFERED.map(({ id }) => id));
  await models.browse();
  expect(models.unlisted).toBeNull();
  expect(models.choosable).toEqual([{ id: 'acme/whole', isHere: false, bytes: 6546 }]);
  expect(settings.model).toBe('acme/whole');
  expect(localStorage.getItem('attune-model')).toBeNull();
});

it('leaves a model that was chosen, whatever its server has', async () => {
  settings.model = 'somebody/chosen';
  await models.browse();
  expect(settings.model).toBe('somebody/chosen');
});

it('knows what music will be made on, without loading anything', async () => {
  await models.lookAtDevice();
  expect(models.provider).toBe('wasm');
  expect(models.report).toBeNull();
});

it('says when its server does not answer', async () => {
  host.content = '/node_modules/.cache/attune-no-models.json';
  settings.reader = 'auto';
  await models.browse();
  expect(models.unlisted?.code).toBe('models_unlisted');
  host.content = 'https://hub.example';
  settings.reader = 'wasm';
  await models.browse();
  expect(models.unlisted).toBeNull();
});
