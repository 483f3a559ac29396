import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import { decodeInNode } from './node.ts';
import { LONGEST_SIDE } from './pixels.ts';

const RED = [255, 0, 0];
const GREEN = [0, 255, 0];
const BLUE = [0, 0, 255];
const WHITE = [255, 255, 255];

/** Two by two blocks of 16 pixels: red, green, blue, white, in reading order. */
async function quarters(): Promise<Sharp> {
  const data = Uint8Array.from([RED, GREEN, BLUE, WHITE].flat());
  const image = sharp(data, { raw: { width: 2, height: 2, channels: 3 } });
  return sharp(await image.resize(32, 32, { kernel: 'nearest' }).png().toBuffer());
}

async function decode(file: Uint8Array): Promise<number[][]> {
  const { data, width, height } = await decodeInNode(new Blob([new Uint8Array(file)]));
  return [
    [0.25, 0.25],
    [0.75, 0.25],
    [0.25, 0.75],
    [0.75, 0.75],
  ].map(([x, y]) => {
    const at = (Math.floor(y! * height) * width + Math.floor(x! * width)) * 4;
    return [...data.subarray(at, at + 3)].map((v) => Math.round(v / 255) * 255);
  });
}

// What lies where once the picture stands upright, by EXIF 2.3, table 6.
test.each([
  [1, [RED, GREEN, BLUE, WHITE]],
  [2, [GREEN, RED, WHITE, BLUE]],
  [3, [WHITE, BLUE, GREEN, RED]],
  [4, [BLUE, WHITE, RED, GREEN]],
  [5, [RED, BLUE, GREEN, WHITE]],
  [6, [BLUE, RED, WHITE, GREEN]],
  [7, [WHITE, GREEN, BLUE, RED]],
  [8, [GREEN, WHITE, RED, BLUE]],
])('turns orientation %i upright', async (orientation, upright) => {
  const image = (await quarters()).withMetadata({ orientation });
  expect(await decode(await image.jpeg({ quality: 100 }).toBuffer())).toEqual(upright);
});

test('swaps width and height of a picture that lies on its side', async () => {
  const lying = sharp({ create: { width: 60, height: 20, channels: 3, background: 'teal' } });
  const file = await lying.withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const { width, height, original } = await decodeInNode(new Blob([new Uint8Array(file)]));
  expect({ width, height, original }).toEqual({ width: 20, height: 60, original: { width: 20, height: 60 } });
});

test('takes the first frame of an animation', async () => {
  const frames = [RED, BLUE].map(([r, g, b]) => ({ r: r!, g: g!, b: b! }));
  const data = Uint8Array.from(
    frames.flatMap(({ r, g, b }) => new Array<number[]>(64).fill([r, g, b]).flat()),
  );
  const raw = { width: 8, height: 16, channels: 3, pageHeight: 8 } as const;
  const file = await sharp(data, { raw })
    .gif({ delay: [100, 100] })
    .toBuffer();
  expect((await sharp(file).metadata()).pages).toBe(2);
  expect(await decode(file)).toEqual([RED, RED, RED, RED]);
});

test('sees grey, transparent, deep and one-pixel pictures as RGBA', async () => {
  const pixel = { create: { width: 1, height: 1, channels: 4, background: '#ff000000' } } as const;
  const grey = sharp({ create: { width: 5, height: 3, channels: 3, background: 'grey' } }).greyscale();
  for (const [image, pixels] of [
    [sharp(pixel).png(), 1],
    [grey.clone().png(), 15],
    [grey.clone().toColourspace('rgb16').png(), 15],
  ] as const) {
    const { data } = await decodeInNode(new Blob([new Uint8Array(await image.toBuffer())]));
    expect(data.length).toBe(pixels * 4);
  }
});

test('shrinks a very large picture and remembers its size', async () => {
  const large = sharp({ create: { width: LONGEST_SIDE * 2, height: 100, channels: 3, background: 'teal' } });
  const { width, height, data, original } = await decodeInNode(
    new Blob([new Uint8Array(await large.png().toBuffer())]),
  );
  expect({ width, height, bytes: data.length }).toEqual({
    width: LONGEST_SIDE,
    height: 50,
    bytes: LONGEST_SIDE * 200,
  });
  expect(original).toEqual({ width: LONGEST_SIDE * 2, height: 100 });
});

test('refuses more than 50 megapixels from the header alone', async () => {
  const { data } = await pngOf(40, 40);
  const bomb = new Uint8Array(data);
  new DataView(bomb.buffer).setUint32(16, 60_000);
  new DataView(bomb.buffer).setUint32(20, 60_000);
  await expect(decodeInNode(new Blob([bomb]))).rejects.toMatchObject({
    code: 'picture_too_large',
    details: { megapixels: 3600, limit: 50 },
  });
});

test('names what is not a picture, whatever the file is called', async () => {
  const pdf = new File(['%PDF-1.7\n'], 'face.jpg', { type: 'image/jpeg' });
  await expect(decodeInNode(pdf)).rejects.toMatchObject({
    code: 'picture_unsupported',
    details: { found: 'PDF' },
  });
});

test('does not read further into what is no picture', async () => {
  const film = new Blob([Uint8Array.from('\0\0\0\x18ftypmp42\0\0\0\0isommp42', (c) => c.charCodeAt(0))]);
  film.arrayBuffer = () => Promise.reject(new RangeError('too large to hold'));
  await expect(decodeInNode(film)).rejects.toMatchObject({
    code: 'picture_unsupported',
    details: { found: 'MP4' },
  });
});

test('says that a file which is gone is unreadable', async () => {
  const { data } = await pngOf(8, 8);
  const gone = new Blob([data]);
  gone.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
  await expect(decodeInNode(gone)).rejects.toMatchObject({ code: 'picture_unreadable' });
});

test('reads a JPEG with fill and stray bytes between its segments, as decoders do', async () => {
  const jpeg = await (await quarters()).jpeg({ quality: 100 }).toBuffer();
  const second = 4 + jpeg.readUInt16BE(4);
  for (const bytes of [
    [0xff, 0xff],
    [1, 2, 3],
    [0xff, 0],
  ]) {
    const odd = Buffer.concat([jpeg.subarray(0, second), Buffer.from(bytes), jpeg.subarray(second)]);
    expect(await decode(odd), bytes.join()).toEqual([RED, GREEN, BLUE, WHITE]);
  }
});

test.each([0, 1, 30, 200])(
  'says that a file cut after %i bytes is unreadable or no picture',
  async (length) => {
    const { data } = await pngOf(64, 64);
    const error: unknown = await decodeInNode(new Blob([data.subarray(0, length)])).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: expect.stringMatching(/^picture_un/) as string });
  },
);

async function pngOf(width: number, height: number): Promise<{ data: Uint8Array<ArrayBuffer> }> {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const image = sharp({ create: { width, height, channels: 3, background: 'grey', noise } });
  return { data: new Uint8Array(await image.png().toBuffer()) };
}
