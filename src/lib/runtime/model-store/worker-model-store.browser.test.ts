import { afterEach, beforeAll, expect, test } from 'vitest';
import { commands, server } from 'vitest/browser';
import type { Connection } from '../rpc/connect.ts';
import type { ModelStore } from './model-store.ts';
import { pickDtypes } from './pick-dtypes.ts';
import { workerModelStore } from './worker-model-store.ts';

const ID = 'somebody/in-the-browser';
const WANTED = pickDtypes({ provider: 'webgpu', shaderF16: false }, 'fp32');
/** Below the root of the project, which the test server serves. */
const HOST = '/node_modules/.cache/attune-test-hub';
const FILES = {
  'config.json': '{"model_type":"musicgen"}',
  'tokenizer.json': '{"tokens":[]}',
  'tokenizer_config.json': '{}',
  'generation_config.json': '{}',
  'preprocessor_config.json': '{}',
  'onnx/text_encoder.onnx': 'text encoder '.repeat(1000),
  'onnx/decoder_model_merged.onnx': 'decoder '.repeat(100_000),
  'onnx/encodec_decode.onnx': 'codec '.repeat(10_000),
};

const opened: Connection<ModelStore>[] = [];
function open(): ModelStore {
  const connection = workerModelStore(HOST);
  opened.push(connection);
  return connection.api;
}

beforeAll(async () => {
  for (const [path, content] of Object.entries(FILES)) {
    await commands.writeFile(`${server.config.root}${HOST}/${ID}/resolve/main/${path}`, content);
  }
});

afterEach(async () => {
  await open().remove(ID);
  for (const connection of opened.splice(0)) connection.close();
});

test('a model is fetched by the worker, kept in the private file system, and read by another one', async () => {
  const store = open();
  const files = await store.files(ID, WANTED);
  expect(files.map(({ path }) => path).sort()).toEqual(Object.keys(FILES).sort());
  const reports: number[] = [];
  await store.download(ID, files, 'disk', (done, total) => reports.push(done / total));
  expect(reports.at(-1)).toBe(1);
  opened[0]!.close();

  const later = open();
  expect((await later.files(ID, WANTED)).every(({ here, bytes }) => here === bytes)).toBe(true);
  for (const [path, content] of Object.entries(FILES)) {
    expect((await (await later.open(ID, path))?.text()) === content, path).toBe(true);
  }
  const bytes = Object.values(FILES).reduce((sum, { length }) => sum + length, 0);
  const kept = (await later.list()).find(({ id }) => id === ID);
  expect(kept).toMatchObject({ unfinished: 0, inMemory: false });
  expect(kept!.bytes).toBeGreaterThanOrEqual(bytes);
});

test('a worker that dies in the middle of a download leaves what has come, and no lock', async () => {
  const store = open();
  const files = await store.files(ID, WANTED);
  // The files come one after the other: the first is whole by then.
  const first = files[0]!.bytes;
  const fetched = store.download(ID, files, 'disk', (done) => done > first && opened[0]!.close());
  await expect(fetched).rejects.toMatchObject({ code: 'cancelled' });
  const later = open();
  expect((await later.files(ID, WANTED)).some(({ here }) => here > 0)).toBe(true);
  await later.download(ID, files, 'disk', () => undefined);
  expect(await (await later.open(ID, 'onnx/decoder_model_merged.onnx'))?.text()).toBe(
    FILES['onnx/decoder_model_merged.onnx'],
  );
});

test('errors keep their code across the worker', async () => {
  await expect(open().files(ID, { encodec_encode: ['fp32'] })).rejects.toMatchObject({
    code: 'model_incomplete',
    details: { model: ID },
  });
  await expect(open().files('../x', WANTED)).rejects.toMatchObject({ code: 'bad_options' });
});
