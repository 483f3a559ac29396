import { afterAll, expect, test } from 'vitest';
import { glides, likeness } from '../../../../tests/fixtures/glides.ts';
import { seconds } from '../../core/audio.ts';
import { encodeWav } from '../encode-wav.ts';
import { inlineEncoder } from '../encode/inline-encoder.ts';
import { inlineDecoder } from './inline-decoder.ts';
import { workerDecoder } from './worker-decoder.ts';

const RATE = 32_000;
const METADATA = { title: '', genre: 'pop', prompt: '', comment: '' } as const;

const connection = workerDecoder();
afterAll(() => connection.close());

test('the worker gives what the same decoder gives here', async () => {
  const wav = new Blob([encodeWav(glides(2), '24')]);
  expect(await connection.api.decode(wav, RATE)).toEqual(await inlineDecoder.decode(wav, RATE));
});

test.each(['flac', 'mp3', 'ogg', 'video'] as const)(
  '%s is read by the codecs of the browser',
  async (format) => {
    const { bytes } = await inlineEncoder.encode(glides(2.5, 48_000), format, METADATA);
    const heard = await connection.api.decode(new Blob([bytes]), RATE);
    expect(heard.sampleRate).toBe(RATE);
    expect(Math.abs(seconds(heard) - 2.5)).toBeLessThan(0.1);
    // Coders put up to some 60 ms in front, which need not be whole samples.
    glides(2.5, RATE).channels.forEach((channel, c) =>
      expect(likeness(channel, heard.channels[c]!, 2000)).toBeGreaterThan(0.99),
    );
  },
);

test('errors keep their code and what they say', async () => {
  await expect(connection.api.decode(new Blob(['%PDF-1.7']), RATE)).rejects.toMatchObject({
    code: 'recording_unreadable',
  });
  const long = new Blob([encodeWav(glides(90, 8000), '16')]);
  await expect(connection.api.decode(long, RATE)).rejects.toMatchObject({
    code: 'recording_length',
    details: { seconds: 90 },
  });
});
