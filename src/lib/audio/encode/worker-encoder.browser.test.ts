import { ALL_FORMATS, BufferSource, CanvasSink, Input } from 'mediabunny';
import { afterAll, expect, test } from 'vitest';
import { glides, likeness } from '../../../../tests/fixtures/glides.ts';
import { seconds, type Audio } from '../../core/audio.ts';
import { toDecibels } from '../decibels.ts';
import { rms } from '../level/rms.ts';
import type { EncodedFile } from './encoder.ts';
import type { FileMetadata } from './metadata.ts';
import { workerEncoder } from './worker-encoder.ts';

const METADATA: FileMetadata = {
  title: 'Attune, lo-fi, 7',
  genre: 'lo-fi',
  prompt: 'A slow piece; 安静的古筝',
  comment: JSON.stringify({ seed: 7, prompt: 'A slow piece; 安静的古筝' }),
};

const connection = workerEncoder();
const encoder = connection.api;
afterAll(() => connection.close());

/** As the browser itself plays it. */
async function decode({ bytes }: EncodedFile, sampleRate: number): Promise<Audio> {
  const decoded = await new OfflineAudioContext(2, 1, sampleRate).decodeAudioData(bytes.slice().buffer);
  const channels = Array.from({ length: decoded.numberOfChannels }, (_, c) => decoded.getChannelData(c));
  return { sampleRate: decoded.sampleRate, channels };
}

function open({ bytes }: EncodedFile): Input {
  return new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
}

test('this browser writes every format', async () => {
  expect(await encoder.formats({ sampleRate: 44100, channels: 2 })).toEqual(['flac', 'mp3', 'ogg', 'video']);
  expect(await encoder.formats({ sampleRate: 32000, channels: 1 })).toEqual(['flac', 'mp3', 'ogg', 'video']);
});

test.each([
  ['flac', 44100, 2, 0.9999999],
  ['mp3', 44100, 2, 0.999],
  ['mp3', 32000, 1, 0.999],
  ['mp3', 22050, 2, 0.999],
  ['ogg', 48000, 2, 0.999],
  ['ogg', 44100, 2, 0.999],
  ['ogg', 32000, 1, 0.999],
  ['video', 44100, 2, 0.999],
  ['video', 32000, 1, 0.999],
] as const)('%s at %i Hz with %i channels plays as what went in', async (format, rate, channels, least) => {
  const audio = glides(2.345, rate, channels);
  const file = await encoder.encode(audio, format, METADATA);
  const heard = await decode(file, rate);
  expect(heard.channels).toHaveLength(channels);
  // Opus comes in frames of 20 ms, of which we add one; Chromium's resampler, in front of it, is 32 samples late.
  const isOpus = format === 'ogg' || format === 'video';
  const longer = seconds(heard) - 2.345;
  expect(longer).toBeGreaterThan(-0.001);
  expect(longer).toBeLessThan(isOpus ? 0.04 : 0.001);
  audio.channels.forEach((channel, c) =>
    expect(likeness(channel, heard.channels[c]!, isOpus ? 32 : 0), `channel ${c}`).toBeGreaterThan(least),
  );
  // LAME turns everything down by 5 %, 0.45 dB.
  expect(Math.abs(toDecibels(rms(heard)) - toDecibels(rms(audio)))).toBeLessThan(0.5);
});

test.each(['flac', 'mp3', 'ogg', 'video'] as const)('%s tells what it is', async (format) => {
  const input = open(await encoder.encode(glides(0.5), format, METADATA));
  expect(await input.getMetadataTags()).toMatchObject({
    title: METADATA.title,
    genre: 'lo-fi',
    description: METADATA.prompt,
    comment: METADATA.comment,
  });
});

test('a video shows the title over a waveform that lights up to the playhead', async () => {
  const audio = glides(2);
  const input = open(await encoder.encode(audio, 'video', METADATA));
  const track = (await input.getPrimaryVideoTrack())!;
  expect(Math.abs((await track.computeDuration()) - 2)).toBeLessThan(0.01);
  const sink = new CanvasSink(track);
  const brightness = async (time: number, left: number, top: number, width: number, height: number) => {
    const { canvas } = (await sink.getCanvas(time))!;
    const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(
      left,
      top,
      width,
      height,
    );
    return data.reduce((sum, value) => sum + value, 0) / data.length;
  };
  const title = await brightness(0, 96, 100, 400, 60);
  expect(title).toBeGreaterThan((await brightness(0, 96, 600, 400, 60)) + 5);
  const quarter = [96 + 272, 380, 200, 80] as const;
  expect(await brightness(1.9, ...quarter)).toBeGreaterThan((await brightness(0.1, ...quarter)) + 20);
});

test.each(['mp3', 'video'] as const)('%s tells how far it is, and is stopped on the way', async (format) => {
  const abort = new AbortController();
  const told: number[] = [];
  const file = encoder.encode(
    glides(20),
    format,
    METADATA,
    (fraction) => {
      told.push(fraction);
      if (fraction > 0.1) abort.abort();
    },
    abort.signal,
  );
  await expect(file).rejects.toMatchObject({ code: 'cancelled' });
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.at(-1)).toBeLessThan(0.5);
  expect((await encoder.encode(glides(0.5), format, METADATA)).bytes.length).toBeGreaterThan(1000);
});

test('what no codec takes is refused with what can be written', async () => {
  const odd = { sampleRate: 7000, channels: [new Float32Array(7000)] };
  await expect(encoder.encode(odd, 'mp3', METADATA)).rejects.toMatchObject({
    code: 'format_unsupported',
    details: { format: 'mp3' },
  });
});
