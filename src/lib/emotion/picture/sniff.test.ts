import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import { dimensions } from './dimensions.ts';
import { sniff, type Format } from './sniff.ts';

const ENCODERS = {
  JPEG: (image) => image.jpeg(),
  PNG: (image) => image.png(),
  WebP: (image) => image.webp(),
  AVIF: (image) => image.avif({ effort: 0 }),
  GIF: (image) => image.gif({ effort: 1 }),
} satisfies Partial<Record<Format, (image: Sharp) => Sharp>>;

function blank(width: number, height: number): Sharp {
  return sharp({ create: { width, height, channels: 3, background: 'teal' } });
}

test.each(Object.entries(ENCODERS))('tells %s and its size', async (format, encode) => {
  const side = fc.integer({ min: 1, max: 300 });
  await fc.assert(
    fc.asyncProperty(side, side, async (width, height) => {
      const file = await encode(blank(width, height)).toBuffer();
      expect(sniff(file)).toBe(format);
      expect(dimensions(format as Format, file)).toEqual({ width, height });
    }),
    { numRuns: 8 },
  );
});

test('reads the size of lossless, transparent and progressive files', async () => {
  const lossless = await blank(70, 31).webp({ lossless: true }).toBuffer();
  const transparent = await blank(70, 31).ensureAlpha(0.5).webp().toBuffer();
  const progressive = await blank(70, 31).withMetadata().jpeg({ progressive: true }).toBuffer();
  expect(dimensions('WebP', lossless)).toEqual({ width: 70, height: 31 });
  expect(dimensions('WebP', transparent)).toEqual({ width: 70, height: 31 });
  expect(dimensions('JPEG', progressive)).toEqual({ width: 70, height: 31 });
});

test.each<[Format, string | Uint8Array]>([
  ['PDF', '%PDF-1.7\n%\xe2\xe3\xcf\xd3'],
  ['SVG', '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['text', 'Dear diary,\r\n\ttoday'],
  ['TIFF', 'II*\0\x08\0\0\0'],
  ['BMP', 'BM\x46\0\0\0\0\0\0\0'],
  ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
  ['AVIF', '\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf'],
  ['MP4', '\0\0\0\x18ftypmp42\0\0\0\0isommp42'],
  ['ZIP', 'PK\x03\x04\x14\0'],
  ['JPEG XL', '\xff\x0a\xfa\x1f'],
  ['unknown', '\0\x01\x02\x03'],
  ['unknown', ''],
])('calls %s what it is', (format, bytes) => {
  expect(sniff(Uint8Array.from(bytes as string, (c) => c.charCodeAt(0)))).toBe(format);
});

test('never throws, whatever the header says', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<Format>('JPEG', 'PNG', 'WebP', 'AVIF', 'GIF'),
      fc.uint8Array({ maxLength: 400 }),
      (format, bytes) => {
        const size = dimensions(format, bytes);
        return size === null || (size.width > 0 && size.height > 0);
      },
    ),
  );
});
