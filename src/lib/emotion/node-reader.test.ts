import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import sharp, { type Sharp } from 'sharp';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { Look } from '../core/reading.ts';
import { nodeReader } from './node-reader.ts';

// A busy machine slows every thread of a run to the slowest.
vi.setConfig({ testTimeout: 60_000 });

const reader = nodeReader();
afterAll(() => reader.unload());

const demo = createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json');
const FACES = new URL('../../../../shared/faces/', import.meta.url);

function file(path: string | URL): Blob {
  return new Blob([new Uint8Array(readFileSync(path))]);
}

function sample(n: number): Blob {
  return file(demo.replace('package.json', `demo/sample${n}.jpg`));
}

async function picture(image: Sharp): Promise<Blob> {
  return new Blob([new Uint8Array(await image.png().toBuffer())]);
}

test('reports the provider it keeps and how fast it is', async () => {
  const seen: number[] = [];
  const { provider, timings } = await reader.load((fraction) => seen.push(fraction));
  expect(provider).toBe('wasm');
  expect(timings.wasm).toBeGreaterThan(0);
  expect(timings.webgpu).toBeNull();
  expect(seen.at(-1)).toBe(1);
  expect(await reader.load()).toEqual({ provider, timings });
});

test.each([
  [1, 3],
  [2, 2],
  [3, 3],
  [4, 4],
  [5, 5],
  [6, 4],
])('finds the faces of sample %i', async (n, faces) => {
  const look = Look.parse(await reader.read(sample(n)));
  expect(look.readings).toHaveLength(faces);
  for (const { probabilities, emotion, unsure } of look.readings) {
    expect(Object.values(probabilities).reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    expect(emotion === null).toBe(unsure !== null);
  }
});

test('reads the same face in every format', async () => {
  const crop = sharp(await sample(3).arrayBuffer()).resize(640);
  const files = await Promise.all([
    crop.clone().jpeg({ quality: 95 }).toBuffer(),
    crop.clone().png().toBuffer(),
    crop.clone().webp({ quality: 95 }).toBuffer(),
    crop.clone().avif({ quality: 80, effort: 0 }).toBuffer(),
    crop.clone().gif({ effort: 1 }).toBuffer(),
  ]);
  const looks = [];
  for (const bytes of files) looks.push(await reader.read(new Blob([new Uint8Array(bytes)])));
  for (const { readings } of looks) {
    expect(readings.map((reading) => reading.emotion)).toEqual(looks[1]!.readings.map((r) => r.emotion));
    expect(readings.filter((reading) => reading.emotion === 'happy').length).toBeGreaterThanOrEqual(2);
  }
});

test('finds the same faces in a picture that lies on its side by its orientation', async () => {
  const upright = await reader.read(sample(3));
  const lying = await sharp(await sample(3).arrayBuffer())
    .rotate(-90)
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 100 })
    .toBuffer();
  const turned = await reader.read(new Blob([new Uint8Array(lying)]));
  expect({ width: turned.width, height: turned.height }).toEqual({ width: 1920, height: 1350 });
  turned.readings.forEach(({ box }, i) => expect(box.x).toBeCloseTo(upright.readings[i]!.box.x, 1));
  expect(turned.readings).toHaveLength(upright.readings.length);
});

test.each([
  ['one pixel', { width: 1, height: 1 }],
  ['a line', { width: 900, height: 1 }],
  ['black', { width: 640, height: 480 }],
])('finds nobody in a picture that is %s', async (_, size) => {
  const { readings } = await reader.read(
    await picture(sharp({ create: { ...size, channels: 3, background: 'black' } })),
  );
  expect(readings).toEqual([]);
});

test.each([1, 2, 3, 4])('finds nobody in noise %i', async (n) => {
  const noise = { type: 'gaussian', mean: 30 * n, sigma: 25 * n } as const;
  const image = sharp({ create: { width: 500, height: 400, channels: 3, background: 'grey', noise } });
  expect((await reader.read(await picture(image.blur(n)))).readings).toEqual([]);
});

test('abstains from faces that are too small and too dark', async () => {
  const small = await reader.read(await picture(sharp(await sample(3).arrayBuffer()).resize(160)));
  expect(small.readings.length).toBeGreaterThan(0);
  for (const { emotion, unsure } of small.readings) expect([emotion, unsure]).toEqual([null, 'small']);

  // Any darker, and the detector sees nobody.
  const dim = await reader.read(await picture(sharp(await sample(3).arrayBuffer()).linear(0.185, 0)));
  expect(dim.readings.map(({ emotion, unsure }) => [emotion, unsure])).toEqual([[null, 'dark']]);
});

test('measures faces in the picture as it was given', async () => {
  const large = sharp(await sample(3).arrayBuffer()).resize(6000);
  const { width, readings } = await reader.read(
    new Blob([new Uint8Array(await large.jpeg({ quality: 90 }).toBuffer())]),
  );
  expect(width).toBe(6000);
  expect(readings).toHaveLength(3);
  for (const { quality } of readings) expect(quality.size).toBeGreaterThan(700);
});

test('stops when it is told to, and reads on afterwards', async () => {
  const stop = new AbortController();
  const stopped = reader.read(sample(1), stop.signal);
  const next = reader.read(sample(3));
  stop.abort();
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  expect((await next).readings).toHaveLength(3);
});

describe.skipIf(!existsSync(FACES))('photographs', () => {
  test('an astronaut smiles', async () => {
    const { readings } = await reader.read(file(new URL('astronaut.png', FACES)));
    expect(readings.map((reading) => reading.emotion)).toEqual(['happy']);
    expect(readings[0]!.affect.valence).toBeGreaterThan(0.5);
  });

  test.each(['no-face-cat.png', 'no-face-coffee.png'])('nobody is in %s', async (name) => {
    expect((await reader.read(file(new URL(name, FACES)))).readings).toEqual([]);
  });

  test('six faces are on a plate of six', async () => {
    expect((await reader.read(file(new URL('darwin-plate-3.jpg', FACES)))).readings).toHaveLength(6);
  });
});
