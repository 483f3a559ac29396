import type { AudioType } from '../../src/lib/core/asset.ts';

/** Kilobits a second of MPEG layer III, by the index in the header: version 1, and versions 2 and 2.5. ISO/IEC 11172-3, 13818-3. */
const RATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const RATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
/** Hz of version 1; half of that is version 2, a quarter version 2.5. */
const SAMPLING = [44_100, 48_000, 32_000];
const VERSION_1 = 3;

/**
 * Tells what sound a file is by what is in it, never by what it is called.
 * @returns null where it is neither WAV nor MP3, or has no sound in it.
 */
export function sniff(bytes: Uint8Array): AudioType | null {
  if (isWav(bytes)) return 'audio/wav';
  return isMp3(bytes) ? 'audio/mpeg' : null;
}

/** A RIFF file of form WAVE with a format, and samples after it. */
function isWav(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || idAt(bytes, 0) !== 'RIFF' || idAt(bytes, 8) !== 'WAVE') return false;
  let hasFormat = false;
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    if (idAt(bytes, at) === 'fmt ') hasFormat = size >= 16;
    if (idAt(bytes, at) === 'data') return hasFormat && Math.min(size, bytes.length - at - 8) > 0;
    at += 8 + size + (size % 2);
  }
  return false;
}

/** Two frames of layer III in a row, after an ID3 tag if there is one: one alone turns up in anything. */
function isMp3(bytes: Uint8Array): boolean {
  const first = afterTag(bytes);
  const length = frameLength(bytes, first);
  return length !== null && frameLength(bytes, first + length) !== null;
}

/** ID3 2.4, section 3.1: ten bytes, and a size in 7 bits a byte. */
function afterTag(bytes: Uint8Array): number {
  if (bytes.length < 10 || idAt(bytes, 0).slice(0, 3) !== 'ID3') return 0;
  return 10 + bytes.subarray(6, 10).reduce((size, byte) => size * 128 + (byte & 0x7f), 0);
}

/** @returns bytes of the frame that begins at `at`; null where none does. */
function frameLength(bytes: Uint8Array, at: number): number | null {
  const [sync = 0, kind = 0, rates = 0] = bytes.subarray(at, at + 4);
  const version = (kind >> 3) & 3;
  const isLayer3 = ((kind >> 1) & 3) === 1;
  if (sync !== 0xff || kind >> 5 !== 7 || version === 1 || !isLayer3) return null;
  const kilobits = (version === VERSION_1 ? RATES_1 : RATES_2)[rates >> 4];
  const hertz = SAMPLING[(rates >> 2) & 3];
  if (!kilobits || hertz === undefined) return null;
  const divided = hertz / (version === VERSION_1 ? 1 : version === 2 ? 2 : 4);
  const factor = version === VERSION_1 ? 144_000 : 72_000;
  return Math.floor((factor * kilobits) / divided) + ((rates >> 1) & 1);
}

function idAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
