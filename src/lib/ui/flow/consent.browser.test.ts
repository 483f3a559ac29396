import { beforeAll, expect, it, vi } from 'vitest';
import { commands, server } from 'vitest/browser';
import { consent } from './consent.svelte.ts';
import { settings } from './settings.svelte.ts';

/** Below the root of the project, which the test server serves. */
const HOST = '/node_modules/.cache/attune-consent-hub';
const MODEL = 'somebody/asked-for';
const FILES = {
  'config.json': '{"model_type":"musicgen"}',
  'tokenizer.json': '{}',
  'onnx/text_encoder_quantized.onnx': 'text encoder',
  'onnx/decoder_model_merged_quantized.onnx': 'decoder',
  'onnx/encodec_decode.onnx': 'codec',
};

const write = (path: string, content: string): Promise<void> =>
  commands.writeFile(`${server.config.root}${HOST}/${MODEL}/resolve/main/${path}`, content);

beforeAll(async () => {
  const meta = document.createElement('meta');
  Object.assign(meta, { name: 'model-host', content: HOST });
  document.head.append(meta);
  settings.reader = 'wasm';
  for (const [path, content] of Object.entries(FILES)) await write(path, content);
});

it('says what a model lacks, and looks again when it is told to', async () => {
  await commands
    .removeFile(`${server.config.root}${HOST}/${MODEL}/resolve/main/tokenizer_config.json`)
    .catch(() => undefined);
  const answer = consent.given(MODEL);
  await vi.waitFor(() => expect(consent.error).not.toBeNull(), { timeout: 60_000 });
  expect(consent.error).toMatchObject({
    code: 'model_incomplete',
    details: { missing: 'tokenizer_config.json' },
  });
  expect(consent.plan).toBeNull();

  await write('tokenizer_config.json', '{}');
  await consent.retry();
  expect(consent.error).toBeNull();
  expect(consent.plan?.bytes).toBe(Object.values({ ...FILES, more: '{}' }).join('').length);

  consent.asked?.answer(false);
  expect(await answer).toBe(false);
  expect(consent.asked).toBeNull();
  expect(settings.hasAccepted(MODEL)).toBe(false);
});

it('gives up a question for the next one', async () => {
  const first = consent.given('somebody/first');
  const second = consent.given('somebody/second', () => undefined);
  expect(await first).toBe(false);
  expect(consent.asked?.model).toBe('somebody/second');
  expect(consent.asked?.instead).not.toBeNull();
  consent.asked?.answer(true);
  expect(await second).toBe(true);
  expect(await consent.given('somebody/second')).toBe(true);
  expect(consent.asked).toBeNull();
});
