import { AttuneError } from '../../core/errors.ts';
import { inspect } from './inspect.ts';
import { workingSize, type Pixels } from './pixels.ts';

/**
 * Decodes a picture with the browser's own decoders, upright, the first frame of an animation.
 *
 * @throws AttuneError as `inspect` does, and `picture_unreadable` when the decoder gives up
 */
export async function decodeInBrowser(picture: Blob): Promise<Pixels> {
  await inspect(picture);
  // Without its declared type, which may be wrong, the browser goes by the bytes.
  const bitmap = await createImageBitmap(new Blob([picture]), {
    imageOrientation: 'from-image',
    premultiplyAlpha: 'none',
    colorSpaceConversion: 'default',
  }).catch((cause: unknown) => {
    throw new AttuneError('picture_unreadable', {}, { cause });
  });
  try {
    const { width, height } = workingSize(bitmap.width, bitmap.height);
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
    if (!context) throw new AttuneError('device_failed', { reason: 'no 2d canvas' });
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return { width, height, data, original: { width: bitmap.width, height: bitmap.height } };
  } finally {
    bitmap.close();
  }
}
