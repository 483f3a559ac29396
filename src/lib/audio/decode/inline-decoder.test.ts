import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { glides, likeness } from '../../../../tests/fixtures/glides.ts';
import { seconds, type Audio } from '../../core/audio.ts';
import { encodeWav } from '../encode-wav.ts';
import { inlineEncoder } from '../encode/inline-encoder.ts';
import { inlineDecoder } from './inline-decoder.ts';

const RATE = 32_000;
const METADATA = { title: '', genre: 'pop', prompt: '', comment: '' } as const;

const wav = (audio: Audio): Blob => new Blob([encodeWav(audio, '16')]);
const silence = (length: number): Audio => ({
  sampleRate: 8000,
  channels: [new Float32Array(length * 8000)],
});

test.each([
  [44_100, 2, '16'],
  [48_000, 1, '24'],
  [22_050, 2, '32f'],
  [32_000, 1, '16'],
] as const)(
  'WAV of %i Hz and %i channels in %s bits is what went in, at the rate asked for',
  async (...wave) => {
    const [rate, channels, format] = wave;
    const file = new Blob([encodeWav(glides(2.5, rate, channels), format)]);
    const heard = await inlineDecoder.decode(file, RATE);
    expect(heard.channels).toHaveLength(channels);
    expect(heard).toMatchObject({ sampleRate: RATE });
    expect(seconds(heard)).toBe(2.5);
    glides(2.5, RATE, channels).channels.forEach((channel, c) =>
      expect(likeness(channel, heard.channels[c]!)).toBeGreaterThan(0.999999),
    );
  },
);

test('more channels than two are mixed to one', async () => {
  const [left, right] = glides(2, RATE).channels;
  const quiet = new Float32Array(2 * RATE);
  const file = wav({ sampleRate: RATE, channels: [left!, quiet, right!, quiet] });
  const { channels } = await inlineDecoder.decode(file, RATE);
  expect(channels).toHaveLength(1);
  expect(
    likeness(
      left!.map((x, n) => (x + right![n]!) / 4),
      channels[0]!,
    ),
  ).toBeGreaterThan(0.999999);
});

describe('what can not be gone on from is refused', () => {
  const notNumbers = (): Blob => {
    const audio = glides(2);
    audio.channels[0]![777] = NaN;
    return new Blob([encodeWav(audio, '32f')]);
  };
  test.each<[string, () => Blob | Promise<Blob>, string]>([
    ['a picture', () => new Blob([readFileSync('static/icons/attune-192.png')]), 'recording_unreadable'],
    ['an empty file', () => new Blob([]), 'recording_unreadable'],
    [
      'noise',
      () => new Blob([Uint8Array.from({ length: 9999 }, (_, i) => (i * i) % 251)]),
      'recording_unreadable',
    ],
    ['a header alone', () => wav(glides(2)).slice(0, 30), 'recording_unreadable'],
    ['sound that is not all numbers', notNumbers, 'recording_unreadable'],
    ['a file without sound in it', () => wav(silence(0)), 'recording_length'],
    ['a file that was cut off at once', () => wav(glides(2)).slice(0, 9000), 'recording_length'],
    ['half a second', () => wav(glides(0.5)), 'recording_length'],
    ['more than a minute', () => wav(glides(61, 8000)), 'recording_length'],
    ['silence', () => wav(silence(5)), 'recording_silent'],
    [
      'a header of nonsense',
      () => wav({ sampleRate: 999_999_937, channels: [new Float32Array(9999).fill(0.5)] }),
      'recording_unsupported',
    ],
    [
      'what there is no codec for here',
      async () => new Blob([(await inlineEncoder.encode(glides(2), 'mp3', METADATA)).bytes]),
      'recording_unsupported',
    ],
  ])('%s', async (_, file, code) => {
    await expect(inlineDecoder.decode(await file(), RATE)).rejects.toMatchObject({ code });
  });

  test('how long it may be, and is, is said', async () => {
    await expect(inlineDecoder.decode(wav(glides(75.26, 8000)), RATE)).rejects.toMatchObject({
      details: { seconds: 75.3, min: 1, max: 60 },
    });
  });
});

test('a minute is read to its end', async () => {
  expect(seconds(await inlineDecoder.decode(wav(glides(60, 8000)), RATE))).toBe(60);
});

test('an abort ends it', async () => {
  const abort = new AbortController();
  const read = inlineDecoder.decode(wav(glides(50)), RATE, abort.signal);
  abort.abort();
  await expect(read).rejects.toMatchObject({ code: 'cancelled' });
});
