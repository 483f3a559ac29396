import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startHub as startRealHub } from '../../../../models/hub.ts';
import { createModelStore } from './create-model-store.ts';
import { networkHub, type Hub } from './hub/hub.ts';
import { startHub, type TestHub } from './hub.testing.ts';
import type { ModelFile, ModelStore } from './model-store.ts';
import { pickDtypes } from './pick-dtypes.ts';
import { folderStorage } from './storage/folder.ts';
import { memoryStorage } from './storage/memory.testing.ts';
import type { ModelStorage } from './storage/storage.ts';

const ID = 'Somebody/musicgen-tiny';
const WANTED = pickDtypes({ provider: 'wasm', shaderF16: false });
const DECODER = 'onnx/decoder_model_merged_quantized.onnx';
const RANGE = 2 ** 16;
/** Longer than three ranges, and no multiple of anything. */
const LARGE = 200_003;

function content(seed: number, length: number): Buffer {
  const words = new Uint32Array(Math.ceil(length / 4));
  for (let i = 0, x = seed; i < words.length; i++) words[i] = x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
  return Buffer.from(words.buffer, 0, length);
}

const FILES = {
  'config.json': Buffer.from('{"model_type":"musicgen"}'),
  'tokenizer.json': content(1, 5000),
  'tokenizer_config.json': Buffer.from('{}'),
  'onnx/text_encoder_quantized.onnx': content(2, 30_000),
  [DECODER]: content(3, LARGE),
  'onnx/encodec_decode.onnx': content(4, 40_000),
};
const TOTAL = Object.values(FILES).reduce((sum, { length }) => sum + length, 0);

let hub: TestHub;
let folder: string;

beforeEach(async () => {
  hub = await startHub(ID, FILES);
  folder = await mkdtemp(join(tmpdir(), 'attune-models-'));
});
afterEach(async () => {
  await hub.close();
  await rm(folder, { recursive: true });
});

/** The network as it is, but for the waiting, and in small ranges. */
function impatient(): Hub {
  return { ...networkHub(hub.host), range: RANGE, pause: async () => undefined };
}

/** As `impatient`, and does something as the `nth` range of the decoder is asked for. */
function acting(nth: number, act: () => void): Hub {
  return {
    ...impatient(),
    fetch: (url, init) => {
      if (String(url).endsWith(DECODER) && nth-- === 0) act();
      return fetch(url, init);
    },
  };
}

const open = (disk: ModelStorage = folderStorage(folder)): ModelStore =>
  createModelStore({ hub: impatient(), disk });

async function fetchAll(store: ModelStore, keep: 'disk' | 'memory' = 'disk'): Promise<ModelFile[]> {
  const files = await store.files(ID, WANTED);
  await store.download(ID, files, keep, () => undefined);
  return files;
}

async function expectWhole(store: ModelStore): Promise<void> {
  for (const [path, bytes] of hub.files) {
    const file = await store.open(ID, path);
    expect(file?.size, path).toBe(bytes.length);
    expect(bytes.equals(new Uint8Array(await file!.arrayBuffer())), path).toBe(true);
  }
}

test('a model comes whole, its progress told, and is there without the network from then on', async () => {
  const store = open();
  const files = await store.files(ID, WANTED);
  expect(files.map(({ path }) => path).sort()).toEqual(Object.keys(FILES).sort());
  expect(files.every(({ here, digest }) => here === 0 && digest !== null)).toBe(true);
  expect(await store.space(ID, files)).toEqual({ needed: TOTAL, free: expect.any(Number) });

  const reports: [number, number, number | null][] = [];
  await store.download(ID, files, 'disk', (...report) => reports.push(report));
  expect(reports[0]).toEqual([0, TOTAL, null]);
  expect(reports.at(-1)).toEqual([TOTAL, TOTAL, 0]);
  expect(reports.every(([done], i) => i === 0 || done >= reports[i - 1]![0])).toBe(true);
  expect(hub.sent).toBe(TOTAL);

  await hub.close();
  const later = open();
  expect((await fetchAll(later)).every(({ here, bytes }) => here === bytes)).toBe(true);
  await expectWhole(later);
  expect(await later.list()).toEqual([
    { id: ID, bytes: expect.any(Number), unfinished: 0, hasDecoder: true, inMemory: false },
  ]);
  await later.remove(ID);
  expect(await later.list()).toEqual([]);
});

test('a model that was only asked about is not kept', async () => {
  const store = open();
  expect((await store.files(ID, WANTED)).length).toBeGreaterThan(0);
  expect(await store.list()).toEqual([]);
});

describe.each([0.1, 0.5, 0.99])('a connection that is cut at %d of the file', (share) => {
  const at = Math.floor(share * LARGE);
  const faults = [...Array<null>(Math.floor(at / RANGE)).fill(null), { cutAfter: at % RANGE }];

  test('is gone on with, and no byte comes twice', async () => {
    hub.faults.set(DECODER, [...faults]);
    const store = open();
    await fetchAll(store);
    await expectWhole(store);
    expect(hub.sent).toBe(TOTAL);
  });

  test('and stays away fails clearly; the next try, in another process, goes on from there', async () => {
    hub.faults.set(DECODER, [...faults]);
    hub.always = { status: 503 };
    for (const path of Object.keys(FILES)) if (path !== DECODER) hub.faults.set(path, [null]);
    await expect(fetchAll(open())).rejects.toMatchObject({
      code: 'download_failed',
      details: { reason: 'the server says 503' },
    });
    const before = hub.sent;
    expect((await open().files(ID, WANTED)).find(({ path }) => path === DECODER)?.here).toBe(at);
    expect((await open().list())[0]?.unfinished).toBe(at);

    hub.always = null;
    const later = open();
    await fetchAll(later);
    await expectWhole(later);
    expect(hub.sent).toBe(TOTAL);
    expect(before).toBeLessThan(TOTAL);
  });
});

test('a flipped byte is found, nothing of the file is kept, and a retry fetches it anew', async () => {
  hub.faults.set(DECODER, [null, { flip: 123_456 }]);
  const store = open();
  await expect(fetchAll(store)).rejects.toMatchObject({
    code: 'download_corrupt',
    details: { file: DECODER },
  });
  expect(await store.open(ID, DECODER)).toBeNull();
  expect((await store.list())[0]?.unfinished).toBe(0);
  await fetchAll(store);
  await expectWhole(store);
});

test('a flipped byte of a small file, which the hub keeps in git, is found too', async () => {
  hub.faults.set('tokenizer.json', [{ flip: 17 }]);
  const failed = { code: 'download_corrupt', details: { file: 'tokenizer.json' } };
  await expect(fetchAll(open())).rejects.toMatchObject(failed);
  await fetchAll(open());
  await expectWhole(open());
});

test('a 416 starts the file over; one that stays is an error', async () => {
  hub.faults.set(DECODER, [null, { status: 416 }]);
  await fetchAll(open());
  await expectWhole(open());
  expect(hub.sent).toBe(TOTAL + RANGE);

  await open().remove(ID);
  hub.always = { status: 416 };
  await expect(fetchAll(open())).rejects.toMatchObject({ code: 'download_failed' });
  hub.always = null;
  await fetchAll(open());
  await expectWhole(open());
});

test('a server that ignores ranges is put up with, after a cut too', async () => {
  hub.always = 'ranges ignored';
  hub.faults.set(DECODER, [{ cutAfter: 100_000 }]);
  const store = open();
  await fetchAll(store);
  await expectWhole(store);
  const whole = hub.requests.filter((path) => path === `/cdn/${DECODER}`);
  expect(whole.length).toBe(2);
});

test('a server that is busy is asked again, and waited for as long as it says', async () => {
  const waits: number[] = [];
  const patient: Hub = { ...impatient(), pause: async (wait) => void waits.push(wait) };
  hub.faults.set(DECODER, [{ status: 429, headers: { 'retry-after': '7' } }, { status: 500 }, null]);
  const store = createModelStore({ hub: patient, disk: folderStorage(folder) });
  await fetchAll(store);
  await expectWhole(store);
  expect(waits).toEqual([7000, 1000]);
});

test.each([401, 403, 404])('a file that is refused with %d is an error at once', async (status) => {
  hub.faults.set(DECODER, [{ status }]);
  await expect(fetchAll(open())).rejects.toMatchObject({
    code: 'download_failed',
    details: { reason: `the server says ${status}` },
  });
  expect(hub.requests.filter((path) => path === `/cdn/${DECODER}`)).toHaveLength(1);
});

describe('a disk that is full', () => {
  /** As a disk that has `room` bytes for appended content, which then fails as Linux does, or browsers do. */
  function small(room: number, error: () => Error): ModelStorage {
    const disk = folderStorage(folder);
    return {
      ...disk,
      async append(path, bytes, at) {
        if (bytes.length > room) throw error();
        room -= bytes.length;
        await disk.append(path, bytes, at);
      },
    };
  }
  const linux = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  const browser = () => new DOMException('quota', 'QuotaExceededError');

  test.each([
    ['Linux', linux],
    ['a browser', browser],
  ])('is gone past in memory (%s); a later try goes on from what the disk has', async (_, error) => {
    const store = open(small(170_000, error));
    await fetchAll(store);
    await expectWhole(store);
    expect((await store.list())[0]?.inMemory).toBe(true);
    expect((await fetchAll(store)).every(({ here, bytes }) => here === bytes)).toBe(true);
    expect(hub.sent).toBe(TOTAL);

    const later = open();
    await fetchAll(later);
    await expectWhole(later);
    // A range of the decoder had found room, and the files before it.
    expect(hub.sent).toBeLessThan(2 * TOTAL - RANGE - 30_000);
    expect((await later.list())[0]).toMatchObject({ inMemory: false, unfinished: 0 });
  });

  test('is said to be, before anything is fetched; the user may choose the memory', async () => {
    const disk: ModelStorage = { ...folderStorage(folder), free: async () => TOTAL - 1 };
    await expect(fetchAll(open(disk))).rejects.toMatchObject({
      code: 'storage_short',
      details: { needed: Math.ceil(TOTAL / 1e6), free: Math.ceil((TOTAL - 1) / 1e6) },
    });
    expect(hub.sent).toBe(0);
    const store = open(disk);
    await fetchAll(store, 'memory');
    await expectWhole(store);
    expect((await folderStorage(folder).list()).map(({ path }) => path)).toEqual([
      'Somebody--musicgen-tiny/hub-listing.json',
    ]);
  });

  test('is over when there is room again: the next download goes to the disk', async () => {
    const store = open();
    await fetchAll(store, 'memory');
    await store.remove(ID);
    await fetchAll(store);
    expect(await store.list()).toMatchObject([{ inMemory: false, unfinished: 0 }]);
  });
});

test('without a network there is an error, and what is here goes on being of use', async () => {
  const offline: Hub = { ...impatient(), fetch: () => Promise.reject(new TypeError('fetch failed')) };
  const alone = createModelStore({ hub: offline, disk: folderStorage(folder) });
  await expect(alone.files(ID, WANTED)).rejects.toMatchObject({
    code: 'download_failed',
    details: { host: hub.host, reason: 'no connection' },
  });
  await fetchAll(open());
  await expectWhole(alone);
  // What is wanted first is not here, but something that fits is.
  const files = await alone.files(ID, { ...WANTED, decoder_model_merged: ['q4', 'q8'] });
  expect(files.find(({ part }) => part === 'decoder_model_merged')?.path).toBe(DECODER);
});

describe('another version on the hub', () => {
  const newer = content(5, LARGE);

  test.each([true, false])('after a cut starts the file over (hashes: %s)', async (hasHashes) => {
    hub.hasHashes = hasHashes;
    hub.hasTree = hasHashes;
    hub.faults.set(DECODER, [{ cutAfter: 50_000 }, { status: 404 }]);
    await expect(fetchAll(open())).rejects.toMatchObject({ code: 'download_failed' });
    hub.files.set(DECODER, newer);
    await fetchAll(open());
    await expectWhole(open());
  });

  test('between two ranges starts the file over where there is no hash', async () => {
    hub.hasHashes = false;
    hub.hasTree = false;
    const before = await open().files(ID, WANTED);
    const change = acting(2, () => hub.files.set(DECODER, newer));
    const store = createModelStore({ hub: change, disk: folderStorage(folder) });
    await store.download(ID, before, 'disk', () => undefined);
    // Two ranges of the old version, and one of the new that does not fit them.
    expect(hub.sent).toBe(TOTAL + 3 * RANGE);
    await expectWhole(store);
    expect(newer.equals(hub.files.get(DECODER)!)).toBe(true);
  });

  test('replaces what is here, once the hub is asked again', async () => {
    await fetchAll(open());
    hub.files.set('onnx/encodec_decode.onnx', content(6, 40_000));
    hub.files.set('onnx/decoder_model_merged_q4.onnx', content(7, 1000));
    const q4 = { ...WANTED, decoder_model_merged: ['q4'] } as const;
    const files = await open().files(ID, q4);
    expect(
      files
        .filter(({ here, bytes }) => here < bytes)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['onnx/decoder_model_merged_q4.onnx', 'onnx/encodec_decode.onnx']);
  });
});

describe('a hub without a tree', () => {
  beforeEach(() => (hub.hasTree = false));

  test('is asked for each file, and its hashes are found where it redirects', async () => {
    hub.faults.set(DECODER, [{ flip: 5 }]);
    const store = open();
    const files = await store.files(ID, WANTED);
    expect(files.map(({ bytes }) => bytes)).toEqual(files.map(({ path }) => hub.files.get(path)!.length));
    expect(files.every(({ digest }) => digest !== null)).toBe(true);
    await expect(fetchAll(store)).rejects.toMatchObject({ code: 'download_corrupt' });
    await fetchAll(store);
    await expectWhole(store);
  });

  test('and without hashes is trusted', async () => {
    hub.hasHashes = false;
    const files = await fetchAll(open());
    expect(files.every(({ digest }) => digest === null)).toBe(true);
    await expectWhole(open());
  });
});

describe('what a repository has', () => {
  const decoders = (files: ModelFile[]) =>
    files
      .filter(({ part }) => part === 'decoder_model_merged')
      .map(({ path, dtype, external }) => [path, dtype, external]);

  test('decides among the dtypes that would do', async () => {
    const webgpu = pickDtypes({ provider: 'webgpu', shaderF16: true });
    hub.files.set('onnx/decoder_model_merged_fp16.onnx', content(8, 1000));
    hub.files.set('onnx/decoder_model_merged_fp16.onnx_data', content(8, 1000));
    hub.files.set('onnx/text_encoder.onnx', content(9, 1000));
    expect(decoders(await open().files(ID, webgpu))).toEqual([
      ['onnx/decoder_model_merged_fp16.onnx', 'fp16', false],
      ['onnx/decoder_model_merged_fp16.onnx_data', 'fp16', true],
    ]);
    hub.files.set('onnx/decoder_model_merged_q4.onnx', content(8, 1000));
    expect(decoders(await open().files(ID, webgpu))).toEqual([
      ['onnx/decoder_model_merged_q4.onnx', 'q4', false],
    ]);
  });

  test('may lack what is wanted, which is said', async () => {
    await expect(open().files(ID, { decoder_model_merged: ['fp16'] })).rejects.toMatchObject({
      code: 'model_incomplete',
      details: { model: ID, missing: 'onnx/decoder_model_merged_fp16.onnx' },
    });
    await expect(open().files('no/such-model', WANTED)).rejects.toMatchObject({ code: 'model_incomplete' });
  });
});

test.each(['../secrets', 'a/b/c', '/etc'])('%s is no id of a model', async (id) => {
  await expect(open().files(id, WANTED)).rejects.toMatchObject({ code: 'bad_options' });
  await expect(open().remove(id)).rejects.toMatchObject({ code: 'bad_options' });
});

test('two downloads of a model at once are one, and it is not deleted meanwhile', async () => {
  const removed: Promise<void>[] = [];
  const remove = acting(1, () =>
    removed.push(expect(open().remove(ID)).rejects.toMatchObject({ code: 'model_busy' })),
  );
  const stores = [createModelStore({ hub: remove, disk: folderStorage(folder) }), open()];
  const files = await stores[1]!.files(ID, WANTED);
  await Promise.all(stores.map((store) => store.download(ID, files, 'disk', () => undefined)));
  await Promise.all(removed);
  expect(removed).toHaveLength(1);
  expect(hub.sent).toBe(TOTAL);
  await expectWhole(stores[1]!);
});

test('a download that is cancelled keeps what has come', async () => {
  const abort = new AbortController();
  const cancel = acting(2, () => abort.abort());
  const store = createModelStore({ hub: cancel, disk: folderStorage(folder) });
  const files = await open().files(ID, WANTED);
  const fetched = store.download(ID, files, 'disk', () => undefined, abort.signal);
  await expect(fetched).rejects.toMatchObject({ code: 'cancelled' });
  expect((await store.list())[0]?.unfinished).toBe(2 * RANGE);
  await fetchAll(store);
  await expectWhole(store);
});

test('a folder that holds a model needs no hub', async () => {
  await fetchAll(open());
  await rm(join(folder, 'Somebody--musicgen-tiny', 'hub-listing.json'));
  const local = createModelStore({ hub: null, disk: folderStorage(folder) });
  const files = await fetchAll(local);
  expect(files.map(({ path }) => path).sort()).toEqual(Object.keys(FILES).sort());
  await expectWhole(local);
  await expect(local.files(ID, { text_encoder: ['q4'] })).rejects.toMatchObject({ code: 'model_incomplete' });
});

test('a file of many megabytes comes in ranges of eight', async () => {
  hub.files.set(DECODER, content(10, 20_000_003));
  const store = createModelStore({ hub: networkHub(hub.host), disk: folderStorage(folder) });
  await fetchAll(store);
  await expectWhole(store);
  expect(hub.requests.filter((path) => path === `/cdn/${DECODER}`)).toHaveLength(3);
});

test('the hub of the builders, on two origins, is one as well', async () => {
  const source = join(folder, 'source');
  for (const [path, bytes] of hub.files) {
    await mkdir(dirname(join(source, path)), { recursive: true });
    await writeFile(join(source, path), bytes);
  }
  const real = await startRealHub({ [ID]: source });
  try {
    const store = createModelStore({ hub: { ...impatient(), host: real.url }, disk: memoryStorage() });
    const files = await store.files(ID, WANTED);
    expect(files.every(({ digest }) => digest !== null)).toBe(true);
    real.faults.push({ file: /decoder/, mishap: { kind: 'cut', at: 99_999 }, times: 1 });
    real.faults.push({ file: /encodec/, mishap: { kind: 'whole' }, times: 1 });
    await store.download(ID, files, 'disk', () => undefined);
    await expectWhole(store);
    expect(real.faults).toEqual([]);
  } finally {
    await real.close();
  }
});

test('storage in memory alone does as well', async () => {
  const store = open(memoryStorage());
  await fetchAll(store);
  await expectWhole(store);
});
