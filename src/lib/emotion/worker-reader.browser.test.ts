import { afterAll, expect, test, vi } from 'vitest';
import { decodeInBrowser } from './picture/browser.ts';
import { workerReader } from './worker-reader.ts';

vi.setConfig({ testTimeout: 300_000 });

const reader = workerReader('wasm');
afterAll(() => reader.unload());

/** 16 x 8 pixels, red left and blue right. */
const AVIF =
  'AAAAHGZ0eXBhdmlmAAAAAG1pZjFhdmlmbWlhZgAAANZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAAA+gABAAAAAAAAADEAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABhdjAxAAAAAA5waXRtAAAAAAABAAAAVmlwcnAAAAA4aXBjbwAAAAxhdjFDgSACAAAAABRpc3BlAAAAAAAAABAAAAAIAAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAgMAAAA5bWRhdBIACgg4DL+0gIaDSDIjF4JjBMJJJJMggADgIqg1gaMyGF6dwC6AmRU5m4I29NoJJHA=';
/** 8 x 8 pixels: a red frame, then a blue one. */
const GIF =
  'R0lGODlhCAAIAIAAAExpcf8AACH/C05FVFNDQVBFMi4wAwEAAAAh+QQFCgAAACwAAAAACAAIAAACB4yPqcvtXQAAIfkEBQoAAAAsAAAAAAgACACATGlxAAD/AgeMj6nL7V0AADs=';

async function sample(n: number): Promise<Blob> {
  return (await fetch(`/node_modules/@vladmandic/face-api/demo/sample${n}.jpg`)).blob();
}

function fromBase64(text: string): Blob {
  return new Blob([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))]);
}

/** Red above, blue below, as a JPEG, PNG or WebP. */
async function striped(type: string, width: number, height: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  context.fillStyle = 'red';
  context.fillRect(0, 0, width, height);
  context.fillStyle = 'blue';
  context.fillRect(0, height / 2, width, height);
  return canvas.convertToBlob({ type, quality: 1 });
}

/** Puts an EXIF segment with nothing but an orientation behind the start of a JPEG. */
async function oriented(jpeg: Blob, orientation: number): Promise<Blob> {
  const tiff = [
    0x4d,
    0x4d,
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    0x01,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  ];
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
  const segment = Uint8Array.from([0xff, 0xe1, 0, exif.length + 2, ...exif]);
  return new Blob([jpeg.slice(0, 2), segment, jpeg.slice(2)]);
}

type Colour = 'red' | 'blue';

/** The dominant colour at a place given in fractions of the picture. */
async function colourAt(picture: Blob, x: number, y: number): Promise<Colour> {
  const { data, width, height } = await decodeInBrowser(picture);
  const at = (Math.floor(y * height) * width + Math.floor(x * width)) * 4;
  expect(Math.abs(data[at]! - data[at + 2]!)).toBeGreaterThan(150);
  return data[at]! > data[at + 2]! ? 'red' : 'blue';
}

test('reads a photograph in a worker, and says how fast', async () => {
  const seen: number[] = [];
  const report = await reader.load((fraction) => seen.push(fraction));
  expect(report.provider).toBe('wasm');
  expect(report.timings.wasm).toBeGreaterThan(0);
  expect(seen.at(-1)).toBe(1);

  const look = await reader.read(await sample(3));
  expect({ width: look.width, height: look.height }).toEqual({ width: 1920, height: 1350 });
  expect(look.readings).toHaveLength(3);
  expect(look.readings.filter(({ emotion }) => emotion === 'happy')).toHaveLength(2);
});

test.each(['image/jpeg', 'image/png', 'image/webp'])('decodes %s', async (type) => {
  const picture = await striped(type, 32, 32);
  expect(picture.type).toBe(type);
  expect(await colourAt(picture, 0.5, 0.2)).toBe('red');
  expect(await colourAt(picture, 0.5, 0.8)).toBe('blue');
});

test('decodes AVIF, and of a GIF the first frame', async () => {
  expect(await colourAt(fromBase64(AVIF), 0.2, 0.5)).toBe('red');
  expect(await colourAt(fromBase64(AVIF), 0.8, 0.5)).toBe('blue');
  expect(await colourAt(fromBase64(GIF), 0.5, 0.5)).toBe('red');
});

// Where the row that is stored first comes to lie, by EXIF 2.3, table 6.
test.each([
  [1, 0.5, 0.1],
  [2, 0.5, 0.1],
  [3, 0.5, 0.9],
  [4, 0.5, 0.9],
  [5, 0.1, 0.5],
  [6, 0.9, 0.5],
  [7, 0.9, 0.5],
  [8, 0.1, 0.5],
])('turns orientation %i upright', async (orientation, x, y) => {
  const picture = await oriented(await striped('image/jpeg', 64, 32), orientation);
  expect(await colourAt(picture, x, y)).toBe('red');
  expect(await colourAt(picture, 1 - x, 1 - y)).toBe('blue');
  const { width, height } = await decodeInBrowser(picture);
  expect([width, height]).toEqual(orientation < 5 ? [64, 32] : [32, 64]);
});

test('finds nobody in one pixel', async () => {
  const { readings, width, height } = await reader.read(await striped('image/png', 1, 1));
  expect({ readings, width, height }).toEqual({ readings: [], width: 1, height: 1 });
});

test('says across the worker boundary what is wrong with a file', async () => {
  const pdf = new File(['%PDF-1.7\n'], 'face.jpg', { type: 'image/jpeg' });
  await expect(reader.read(pdf)).rejects.toMatchObject({
    code: 'picture_unsupported',
    details: { found: 'PDF' },
  });
  const broken = (await striped('image/png', 64, 64)).slice(0, 60);
  await expect(reader.read(broken)).rejects.toMatchObject({ code: 'picture_unreadable' });
});

test('refuses more than 50 megapixels from the header alone', async () => {
  const bytes = new Uint8Array(await (await striped('image/png', 8, 8)).arrayBuffer());
  new DataView(bytes.buffer).setUint32(16, 60_000);
  new DataView(bytes.buffer).setUint32(20, 60_000);
  await expect(reader.read(new Blob([bytes]))).rejects.toMatchObject({
    code: 'picture_too_large',
    details: { megapixels: 3600, limit: 50 },
  });
});

test('stops when it is told to, and reads on afterwards', async () => {
  const stop = new AbortController();
  const stopped = reader.read(await sample(1), stop.signal);
  stop.abort();
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  expect((await reader.read(await sample(3))).readings).toHaveLength(3);
});

test('starts anew after it was unloaded', async () => {
  await reader.unload();
  expect((await reader.read(await sample(2))).readings).toHaveLength(2);
});
