import { frames, type Audio } from '../core/audio.ts';
import type { FileMetadata } from './encode/metadata.ts';
import type { WavFormat } from './studio.ts';

/** Format tags of the `fmt ` chunk (Microsoft, RIFF "New Multimedia Data Types", 1994). */
const PCM = 1;
const IEEE_FLOAT = 3;

const BITS: Record<WavFormat, number> = { '16': 16, '24': 24, '32f': 32 };

interface Chunk {
  id: string;
  body: Uint8Array;
}

/**
 * Writes a RIFF/WAVE file. 16 bit is dithered with triangular noise of 2 LSB, the same on every run; samples beyond full
 * scale are cut off in 16 and 24 bit and kept as they are in 32 bit float.
 * @param metadata goes into an INFO list, in UTF-8, which readers of today expect there.
 * @returns the bytes of the file.
 */
export function encodeWav(audio: Audio, format: WavFormat, metadata?: FileMetadata): Uint8Array<ArrayBuffer> {
  const chunks = [
    formatChunk(audio, format),
    // Every format but PCM carries a fact chunk with its length in frames.
    ...(format === '32f' ? [{ id: 'fact', body: uint32(frames(audio)) }] : []),
    infoChunk(metadata),
    { id: 'data', body: WRITERS[format](audio) },
  ];
  const body = concat([ascii('WAVE'), ...chunks.flatMap(chunkBytes)]);
  return concat([ascii('RIFF'), uint32(body.length), body]);
}

function formatChunk({ sampleRate, channels }: Audio, format: WavFormat): Chunk {
  const frameBytes = (channels.length * BITS[format]) / 8;
  const body = new DataView(new ArrayBuffer(format === '32f' ? 18 : 16));
  body.setUint16(0, format === '32f' ? IEEE_FLOAT : PCM, true);
  body.setUint16(2, channels.length, true);
  body.setUint32(4, sampleRate, true);
  body.setUint32(8, sampleRate * frameBytes, true);
  body.setUint16(12, frameBytes, true);
  body.setUint16(14, BITS[format], true);
  return { id: 'fmt ', body: new Uint8Array(body.buffer) };
}

/** Name, genre, subject and comment of the piece, and the software it was made with. */
function infoChunk(metadata: FileMetadata | undefined): Chunk {
  const tags =
    metadata === undefined
      ? []
      : ([
          ['INAM', metadata.title],
          ['IGNR', metadata.genre],
          ['ISBJ', metadata.prompt],
          ['ICMT', metadata.comment],
        ] as const);
  const chunks = [...tags, ['ISFT', 'Attune'] as const].map(([id, text]) => ({
    id,
    body: new TextEncoder().encode(`${text}\0`),
  }));
  return { id: 'LIST', body: concat([ascii('INFO'), ...chunks.flatMap(chunkBytes)]) };
}

const WRITERS: Record<WavFormat, (audio: Audio) => Uint8Array> = {
  '16': (audio) => {
    const noise = triangularNoise();
    return write(audio, 2, (view, at, sample) =>
      view.setInt16(at, quantise(sample * 32768 + noise(), 32768), true),
    );
  },
  '24': (audio) =>
    write(audio, 3, (view, at, sample) => {
      const value = quantise(sample * 8388608, 8388608);
      view.setUint8(at, value & 0xff);
      view.setInt16(at + 1, value >> 8, true);
    }),
  '32f': (audio) => write(audio, 4, (view, at, sample) => view.setFloat32(at, sample, true)),
};

/** Interleaves the channels. */
function write(
  { channels }: Audio,
  bytes: number,
  put: (view: DataView, at: number, sample: number) => void,
): Uint8Array {
  const view = new DataView(new ArrayBuffer((channels[0]?.length ?? 0) * channels.length * bytes));
  for (let n = 0, at = 0; at < view.byteLength; n++) {
    for (const channel of channels) {
      put(view, at, channel[n]!);
      at += bytes;
    }
  }
  return new Uint8Array(view.buffer);
}

function quantise(value: number, fullScale: number): number {
  return Math.max(-fullScale, Math.min(fullScale - 1, Math.round(value)));
}

/**
 * Noise between -1 and 1 LSB with a triangular distribution, which makes the error of rounding independent of the sound
 * (Lipshitz, Wannamaker and Vanderkooy, JAES 1992). The generator is xorshift32 (Marsaglia 2003) from a fixed seed.
 */
function triangularNoise(): () => number {
  let state = 0x9e3779b9;
  const uniform = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  return () => uniform() - uniform();
}

/** A chunk's parts; an odd body is followed by a byte that its size doesn't count. */
function chunkBytes({ id, body }: Chunk): Uint8Array[] {
  return [ascii(id), uint32(body.length), body, new Uint8Array(body.length % 2)];
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function uint32(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, value, true);
  return new Uint8Array(view.buffer);
}

function concat(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
