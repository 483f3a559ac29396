import type { Audio } from '../../src/lib/core/audio.ts';

/**
 * Reads a RIFF/WAVE file of 16-bit PCM, which is what the page offers first. Written apart from the encoder, after
 * "Multimedia Programming Interface and Data Specifications 1.0", so that one holds the other.
 */
export function readWav(bytes: Buffer): Audio {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') {
    throw new Error('not a WAVE file');
  }
  const format = chunk(bytes, 'fmt ');
  const data = chunk(bytes, 'data');
  const [count, sampleRate, bits] = [format.readUInt16LE(2), format.readUInt32LE(4), format.readUInt16LE(14)];
  if (bits !== 16) throw new Error(`${bits} bits a sample`);
  const frames = data.length / 2 / count;
  const channels = Array.from({ length: count }, (_, channel) =>
    Float32Array.from(
      { length: frames },
      (_, frame) => data.readInt16LE(2 * (frame * count + channel)) / 32768,
    ),
  );
  return { sampleRate, channels };
}

function chunk(bytes: Buffer, name: string): Buffer {
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = bytes.readUInt32LE(at + 4);
    if (bytes.toString('latin1', at, at + 4) === name) return bytes.subarray(at + 8, at + 8 + length);
    at += 8 + length + (length % 2);
  }
  throw new Error(`no ${name} chunk`);
}
