import type { EncodedPacket } from 'mediabunny';
import { frames, type Audio } from '../../core/audio.ts';

/** Silent samples that LAME puts before the sound. LAME, `doc/html/detailed.html`; what a decoder adds it knows itself. */
const ENCODER_DELAY = 576;

/** In front of the `Info` mark of the frame: its header and side information, which stay empty. ISO 11172-3, 2.4.1. */
const MARK_OFFSETS = { mpeg1: { stereo: 36, mono: 21 }, mpeg2: { stereo: 21, mono: 13 } };

/** From the mark on: 4 for itself, flags, frames and bytes each, 100 for the table of contents, 4 for the quality. */
const LAME_OFFSET = 120;

const FRAMES_BYTES_TOC_QUALITY = 0xf;

/**
 * Puts a frame before the first one that says how much silence the encoder added at both ends, so that players leave it
 * out: the piece starts on time, ends on time and loops without a gap. The layout is "Mp3 Info Tag revision 1", LAME.
 * @param file an ID3v2 tag and the frames.
 * @param packets the frames, each of the same length.
 * @returns the whole file.
 */
export function addGaplessFrame(
  file: Uint8Array<ArrayBuffer>,
  packets: readonly EncodedPacket[],
  audio: Audio,
): Uint8Array<ArrayBuffer> {
  const [first] = packets;
  if (first === undefined) return file;
  const start = tagLength(file);
  const samples = packets.length * Math.round(first.duration * audio.sampleRate);
  const padding = samples - ENCODER_DELAY - frames(audio);
  const info = infoFrame(first.data, packets.length, file.length - start, padding);
  const whole = new Uint8Array(file.length + info.length);
  whole.set(file.subarray(0, start));
  whole.set(info, start);
  whole.set(file.subarray(start), start + info.length);
  return whole;
}

/** Its size is written in 7 bits a byte; ID3v2.4, section 3.1. */
function tagLength(file: Uint8Array): number {
  if (String.fromCharCode(...file.subarray(0, 3)) !== 'ID3') return 0;
  return 10 + file.subarray(6, 10).reduce((size, byte) => size * 128 + byte, 0);
}

/** A frame like `model`, as long and of the same header, but silent and with the information in it. */
function infoFrame(model: Uint8Array, count: number, soundBytes: number, padding: number): Uint8Array {
  const frame = new Uint8Array(model.length);
  frame.set(model.subarray(0, 4));
  const view = new DataView(frame.buffer);
  const mark = markOffset(model);
  frame.set(ascii('Info'), mark);
  view.setUint32(mark + 4, FRAMES_BYTES_TOC_QUALITY);
  view.setUint32(mark + 8, count);
  view.setUint32(mark + 12, soundBytes + frame.length);
  // A constant bitrate gets equally far everywhere.
  for (let percent = 0; percent < 100; percent++) frame[mark + 16 + percent] = Math.floor(2.56 * percent);
  const lame = mark + LAME_OFFSET;
  frame.set(ascii('LAME3.100'), lame);
  // Revision 0, constant bitrate.
  frame[lame + 9] = 1;
  view.setUint32(lame + 20, ENCODER_DELAY * 4096 + padding);
  view.setUint32(lame + 28, soundBytes + frame.length);
  view.setUint16(lame + 34, crc16(frame.subarray(0, lame + 34)));
  return frame;
}

function markOffset(model: Uint8Array): number {
  const version = (model[1]! & 0x08) !== 0 ? 'mpeg1' : 'mpeg2';
  return MARK_OFFSETS[version][model[3]! >> 6 === 3 ? 'mono' : 'stereo'];
}

/** CRC-16/ARC, as LAME signs its tag. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
