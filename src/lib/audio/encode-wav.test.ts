import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Audio } from '../core/audio.ts';
import { tone } from '../../../tests/fixtures/signals.ts';
import { encodeWav } from './encode-wav.ts';
import { WAV_FORMATS, type WavFormat } from './studio.ts';

interface Wav {
  chunks: Map<string, DataView>;
  audio: Audio;
}

/** Reads a WAV file back, strictly: every size has to add up. */
function decode(file: Uint8Array<ArrayBuffer>): Wav {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const text = (at: number): string => String.fromCharCode(...file.subarray(at, at + 4));
  expect([text(0), text(8)]).toEqual(['RIFF', 'WAVE']);
  expect(view.getUint32(4, true)).toBe(file.length - 8);
  const chunks = new Map<string, DataView>();
  let at = 12;
  while (at < file.length) {
    const size = view.getUint32(at + 4, true);
    chunks.set(text(at), new DataView(file.buffer, file.byteOffset + at + 8, size));
    at += 8 + size + (size % 2);
  }
  expect(at).toBe(file.length);
  const format = chunks.get('fmt ')!;
  const count = format.getUint16(2, true);
  const bytes = format.getUint16(14, true) / 8;
  expect(format.getUint16(12, true)).toBe(count * bytes);
  expect(format.getUint32(8, true)).toBe(format.getUint32(4, true) * count * bytes);
  const data = chunks.get('data')!;
  const sample = (i: number): number => {
    if (bytes === 4) return data.getFloat32(i * 4, true);
    if (bytes === 2) return data.getInt16(i * 2, true) / 32768;
    return (data.getUint8(i * 3) + 256 * data.getInt16(i * 3 + 1, true)) / 8388608;
  };
  const length = data.byteLength / bytes / count;
  const channels = Array.from({ length: count }, (_, c) =>
    Float32Array.from({ length }, (_, n) => sample(n * count + c)),
  );
  return { chunks, audio: { sampleRate: format.getUint32(4, true), channels } };
}

const STEP: Record<WavFormat, number> = { '16': 1 / 32768, '24': 1 / 8388608, '32f': 0 };

describe.each(WAV_FORMATS)('%s bit', (format) => {
  test('what is written can be read back, to the precision of the format', () => {
    const sample = fc.float({ min: Math.fround(-0.999), max: Math.fround(0.999), noNaN: true });
    const frame = fc.tuple(sample, sample);
    fc.assert(
      fc.property(
        fc.array(frame, { maxLength: 50 }),
        fc.constantFrom(1, 2),
        fc.constantFrom(32000, 44100),
        (frames, count, sampleRate) => {
          const channels = [0, 1]
            .slice(0, count)
            .map((c) => Float32Array.from(frames, (values) => values[c]!));
          const { audio } = decode(encodeWav({ sampleRate, channels }, format));
          expect(audio.sampleRate).toBe(sampleRate);
          expect(audio.channels).toHaveLength(count);
          channels.forEach((channel, c) => {
            expect(audio.channels[c]).toHaveLength(channel.length);
            // Half a step of rounding, and in 16 bit one of dither.
            channel.forEach((x, n) =>
              expect(Math.abs(audio.channels[c]![n]! - x)).toBeLessThanOrEqual(1.5 * STEP[format]),
            );
          });
        },
      ),
    );
  });

  test('beyond full scale, integers are cut off without wrapping round', () => {
    const loud = { sampleRate: 8000, channels: [Float32Array.of(1, 1.5, -1, -1.5)] };
    const [left] = decode(encodeWav(loud, format)).audio.channels;
    const expected = format === '32f' ? [1, 1.5, -1, -1.5] : [1, 1, -1, -1];
    left!.forEach((x, n) => expect(Math.abs(x - expected[n]!)).toBeLessThanOrEqual(2.5 * STEP[format]));
  });

  test('the same bytes on every run', () => {
    expect(encodeWav(tone([[-20, 0.1]]), format)).toEqual(encodeWav(tone([[-20, 0.1]]), format));
  });
});

test('the format chunk names PCM for integers, and float with a fact chunk', () => {
  const chunks = (format: WavFormat): Map<string, DataView> =>
    decode(encodeWav(tone([[-20, 0.1]]), format)).chunks;
  expect(chunks('16').get('fmt ')!.getUint16(0, true)).toBe(1);
  expect(chunks('24').get('fmt ')!.getUint16(0, true)).toBe(1);
  expect(chunks('32f').get('fmt ')!.getUint16(0, true)).toBe(3);
  expect(chunks('32f').get('fact')!.getUint32(0, true)).toBe(4800);
  expect(chunks('24').has('fact')).toBe(false);
});

test('16 bit keeps a full-scale sine 93 dB above its noise, and the noise knows nothing of the sine', () => {
  const sine = tone([[-0.01, 2]], { hertz: 997, channels: 1 });
  const error = decode(encodeWav(sine, '16')).audio.channels[0]!.map((x, n) => x - sine.channels[0]![n]!);
  const power = (values: Float32Array): number => values.reduce((sum, x) => sum + x * x, 0) / values.length;
  const ratio = 10 * Math.log10(power(sine.channels[0]!) / power(error));
  // 98.1 dB of 16 bit, less 4.8 dB for triangular dither.
  expect(ratio).toBeGreaterThan(93);
  expect(ratio).toBeLessThan(93.7);
  const correlation = error.reduce((sum, x, n) => sum + x * sine.channels[0]![n]!, 0) / error.length;
  expect(Math.abs(correlation) / Math.sqrt(power(error) * power(sine.channels[0]!))).toBeLessThan(0.01);
});

test('a sine below one step survives 16 bit, which it would not without dither', () => {
  const sine = tone([[-96, 4]], { hertz: 1000, channels: 1 });
  const written = decode(encodeWav(sine, '16')).audio.channels[0]!;
  const project = (x: Float32Array): number =>
    (2 * x.reduce((sum, value, n) => sum + value * Math.sin((2 * Math.PI * n) / 48), 0)) / x.length;
  expect(20 * Math.log10(project(written))).toBeCloseTo(-96, 0);
});

test('what it is told of the piece stands in an INFO list, and the sound stays the same', () => {
  const metadata = {
    title: 'Attune, pop, 7',
    genre: 'pop',
    prompt: '安静的古筝',
    comment: '{"seed":7}',
  } as const;
  const { chunks, audio } = decode(encodeWav(tone([[-20, 0.1]]), '24', metadata));
  const list = chunks.get('LIST')!;
  const text = new TextDecoder().decode(new Uint8Array(list.buffer, list.byteOffset, list.byteLength));
  for (const [id, value] of Object.entries({
    INAM: metadata.title,
    IGNR: 'pop',
    ISBJ: metadata.prompt,
    ICMT: metadata.comment,
    ISFT: 'Attune',
  })) {
    expect(text).toMatch(new RegExp(`${id}....${value}\0`, 's'));
  }
  expect(audio).toEqual(decode(encodeWav(tone([[-20, 0.1]]), '24')).audio);
});
