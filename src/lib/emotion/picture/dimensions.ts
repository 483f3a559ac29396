import type { Format } from './sniff.ts';

/** A picture's width and height as stored, before orientation. */
export interface Dimensions {
  width: number;
  height: number;
}

/**
 * Reads the size of a picture from its header, without decoding it.
 *
 * @param file the whole file
 * @returns null where the header is damaged or cut off
 */
export function dimensions(format: Format, file: Uint8Array): Dimensions | null {
  const read = READERS[format];
  try {
    const found = read?.(new DataView(file.buffer, file.byteOffset, file.byteLength)) ?? null;
    return found && found.width > 0 && found.height > 0 ? found : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const READERS: Partial<Record<Format, (file: DataView) => Dimensions | null>> = {
  JPEG: jpeg,
  PNG: (file) => ({ width: file.getUint32(16), height: file.getUint32(20) }),
  GIF: (file) => ({ width: file.getUint16(6, true), height: file.getUint16(8, true) }),
  WebP: webp,
  AVIF: avif,
};

/** ITU-T T.81, B.2.2: the frame header is the segment whose marker is SOF0 to SOF15, but for DHT, JPG and DAC. */
function jpeg(file: DataView): Dimensions | null {
  for (let at = 2; ;) {
    const marker = file.getUint8(at + 1);
    // Fill bytes may precede a marker (B.1.1.2); decoders also skip stray ones, which some cameras leave.
    if (file.getUint8(at) !== 0xff || marker === 0xff || marker === 0) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: file.getUint16(at + 5), width: file.getUint16(at + 7) };
    if (marker === 0xda || marker === 0xd9) return null;
    at += 2 + file.getUint16(at + 2);
  }
}

/** RFC 9649, 2.5 to 2.7: lossy, lossless and extended files keep their size in different places. */
function webp(file: DataView): Dimensions | null {
  const chunk = tag(file, 12);
  if (chunk === 'VP8 ') {
    return { width: file.getUint16(26, true) & 0x3fff, height: file.getUint16(28, true) & 0x3fff };
  }
  if (chunk === 'VP8L') {
    const bits = file.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (chunk !== 'VP8X') return null;
  const uint24 = (at: number) => file.getUint16(at, true) + file.getUint8(at + 2) * 65536;
  return { width: uint24(24) + 1, height: uint24(27) + 1 };
}

/** ISO/IEC 23008-12, 6.5.3: `ispe` boxes hold the size of each image item; the largest is the picture's. */
function avif(file: DataView): Dimensions | null {
  const sizes = boxes(file, 0, file.byteLength, ['meta', 'iprp', 'ipco', 'ispe']).map((at) => ({
    width: file.getUint32(at + 4),
    height: file.getUint32(at + 8),
  }));
  return sizes.reduce<Dimensions | null>(
    (largest, size) =>
      !largest || size.width * size.height > largest.width * largest.height ? size : largest,
    null,
  );
}

/** @returns where the contents start of every box at `path`, looking from `start` to `end`. */
function boxes(file: DataView, start: number, end: number, [name, ...path]: readonly string[]): number[] {
  const found: number[] = [];
  for (let at = start; at + 8 <= end;) {
    const size = file.getUint32(at);
    if (size < 8) break;
    if (tag(file, at + 4) === name) {
      // `meta` is a full box: version and flags come before its children.
      const contents = at + 8 + (name === 'meta' ? 4 : 0);
      found.push(...(path.length === 0 ? [contents] : boxes(file, contents, Math.min(at + size, end), path)));
    }
    at += size;
  }
  return found;
}

function tag(file: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => file.getUint8(at + i)));
}
