import { AttuneError } from '../../core/errors.ts';
import { dimensions } from './dimensions.ts';
import { isReadable, sniff, SNIFFED_BYTES } from './sniff.ts';

/** The most pixels that a picture may have: 50 megapixels take 200 MB once decoded. */
export const MOST_PIXELS = 50_000_000;

/**
 * Looks at a file before it is decoded, so that nothing large or foreign reaches a decoder. What is no picture by its
 * first bytes, a film of gigabytes perhaps, is not read any further.
 *
 * @returns the bytes of the file
 * @throws AttuneError `picture_unsupported` with what was `found`, `picture_unreadable`, or `picture_too_large` with its
 * `megapixels` and the `limit`
 */
export async function inspect(picture: Blob): Promise<Uint8Array> {
  if (picture.size === 0) throw new AttuneError('picture_unreadable', { found: 'empty' });
  const format = sniff(await bytesOf(picture.slice(0, SNIFFED_BYTES)));
  if (!isReadable(format)) throw new AttuneError('picture_unsupported', { found: format });
  const file = await bytesOf(picture);
  const size = dimensions(format, file);
  if (!size) throw new AttuneError('picture_unreadable', { found: format });
  if (size.width * size.height > MOST_PIXELS) {
    const megapixels = Math.ceil((size.width * size.height) / 1e6);
    throw new AttuneError('picture_too_large', { megapixels, limit: MOST_PIXELS / 1e6 });
  }
  return file;
}

/** @throws AttuneError `picture_unreadable` where the file is gone, or too large to hold. */
async function bytesOf(blob: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (cause) {
    throw new AttuneError('picture_unreadable', {}, { cause });
  }
}
