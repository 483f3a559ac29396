/** What a file is by its first bytes, whatever its name or type says. */
export type Format = (typeof READABLE)[number] | Foreign;

type Foreign =
  'HEIC' | 'PDF' | 'SVG' | 'BMP' | 'TIFF' | 'JPEG XL' | 'PSD' | 'ZIP' | 'MP4' | 'WebM' | 'text' | 'unknown';

const READABLE = ['JPEG', 'PNG', 'WebP', 'AVIF', 'GIF'] as const;

/** How many of a file's first bytes `sniff` looks at. */
export const SNIFFED_BYTES = 512;

const MAGIC: readonly (readonly [Format, number, string])[] = [
  ['JPEG', 0, '\xff\xd8\xff'],
  ['PNG', 0, '\x89PNG\r\n\x1a\n'],
  ['GIF', 0, 'GIF87a'],
  ['GIF', 0, 'GIF89a'],
  ['WebP', 8, 'WEBP'],
  ['PDF', 0, '%PDF-'],
  ['TIFF', 0, 'II*\0'],
  ['TIFF', 0, 'MM\0*'],
  ['JPEG XL', 0, '\xff\x0a'],
  ['JPEG XL', 4, 'JXL \r\n'],
  ['PSD', 0, '8BPS'],
  ['ZIP', 0, 'PK\x03\x04'],
  ['WebM', 0, '\x1aE\xdf\xa3'],
  ['BMP', 0, 'BM'],
];

/**
 * Brands of ISO base media files. `mif1` and `msf1` say only "an image", so they are looked at last.
 *
 * @see https://mp4ra.org/registered-types/brands
 */
const BRANDS: readonly (readonly [Format, readonly string[]])[] = [
  ['AVIF', ['avif', 'avis']],
  ['HEIC', ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']],
];

/** Tells formats apart by their magic bytes; `head` is the start of the file, `SNIFFED_BYTES` or all of it. */
export function sniff(head: Uint8Array): Format {
  const text = String.fromCharCode(...head.subarray(0, SNIFFED_BYTES));
  if (text.startsWith('ftyp', 4)) return mediaFile(text);
  const magic = MAGIC.find(([, at, bytes]) => text.startsWith(bytes, at));
  if (magic) return magic[0];
  if (!isText(head)) return 'unknown';
  return /<svg[\s>]/i.test(text) ? 'SVG' : 'text';
}

export function isReadable(format: Format): boolean {
  return (READABLE as readonly Format[]).includes(format);
}

function mediaFile(text: string): Format {
  const size = text.charCodeAt(2) * 256 + text.charCodeAt(3);
  const brands = text.slice(8, size).match(/[^]{4}/g) ?? [];
  const found = BRANDS.find(([, names]) => brands.some((brand) => names.includes(brand)));
  return found ? found[0] : 'MP4';
}

function isText(head: Uint8Array): boolean {
  return head.length > 0 && head.every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
}
