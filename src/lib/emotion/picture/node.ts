import sharp from 'sharp';
import { AttuneError } from '../../core/errors.ts';
import { inspect, MOST_PIXELS } from './inspect.ts';
import { workingSize, type Pixels } from './pixels.ts';

/**
 * Decodes a picture with libvips, upright, the first frame of an animation.
 *
 * @throws AttuneError as `inspect` does, and `picture_unreadable` when the decoder gives up
 */
export async function decodeInNode(picture: Blob): Promise<Pixels> {
  const file = await inspect(picture);
  try {
    // Warnings are let pass, as browsers do.
    const image = sharp(file, { limitInputPixels: MOST_PIXELS, failOn: 'error' });
    const { autoOrient: original } = await image.metadata();
    const { width, height } = workingSize(original.width, original.height);
    const upright = image.autoOrient().resize(width, height, { fit: 'fill', withoutEnlargement: true });
    const opaque = upright.toColourspace('srgb').flatten({ background: 'black' }).ensureAlpha();
    const data = await opaque.raw({ depth: 'uchar' }).toBuffer();
    return { width, height, data, original };
  } catch (cause) {
    throw new AttuneError('picture_unreadable', {}, { cause });
  }
}
