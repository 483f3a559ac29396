import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ModelListing } from '../src/lib/core/model-listing.ts';
import { listModels } from './model-listing.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attune-models-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, bytes: number): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), new Uint8Array(bytes));
}

test('models are listed with what is needed of them, and its bytes', async () => {
  write('owner/small/config.json', 2);
  write('owner/small/tokenizer.json', 30);
  write('owner/small/onnx/encodec_decode.onnx', 400);
  write('owner/small/onnx/decoder_model_merged.onnx_data', 5000);
  write('owner/small/onnx/decoder_model_merged.onnx_data_1', 60);
  write('owner/small/README.md', 7);
  write('owner/small/onnx/notes.txt', 8);
  write('alone/config.json', 9);
  const listing = await listModels(folder);
  expect(ModelListing.parse(listing)).toEqual(listing);
  expect(listing).toEqual([
    { id: 'alone', files: [{ path: 'config.json', bytes: 9 }] },
    {
      id: 'owner/small',
      files: [
        { path: 'config.json', bytes: 2 },
        { path: 'tokenizer.json', bytes: 30 },
        { path: 'onnx/decoder_model_merged.onnx_data', bytes: 5000 },
        { path: 'onnx/decoder_model_merged.onnx_data_1', bytes: 60 },
        { path: 'onnx/encodec_decode.onnx', bytes: 400 },
      ],
    },
  ]);
});

test('what is no model, is hidden, or has a name that is not served, is not listed', async () => {
  write('notes.txt', 1);
  write('owner/without-a-configuration/onnx/encodec_decode.onnx', 1);
  write('owner/folder/config.json/inside', 1);
  write('.hidden/model/config.json', 1);
  write('owner/.git/config.json', 1);
  write('owner/with a space/config.json', 1);
  expect(await listModels(folder)).toEqual([]);
});

test('a model may lie elsewhere, behind a link; a link to nowhere is nothing', async () => {
  write('owner/small/config.json', 2);
  symlinkSync(join(folder, 'owner/small'), join(folder, 'owner/linked'));
  symlinkSync(join(folder, 'owner/gone'), join(folder, 'owner/broken'));
  symlinkSync(join(folder, 'gone.json'), join(folder, 'owner/small/tokenizer.json'));
  const files = [{ path: 'config.json', bytes: 2 }];
  expect(await listModels(folder)).toEqual([
    { id: 'owner/linked', files },
    { id: 'owner/small', files },
  ]);
});

test('a folder that is gone is an error, not a folder without models', async () => {
  await expect(listModels(join(folder, 'gone'))).rejects.toThrow('ENOENT');
});
