import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { expect, test } from 'vitest';
import { glides } from '../../../../tests/fixtures/glides.ts';
import type { EncodedFile } from './encoder.ts';
import { inlineEncoder } from './inline-encoder.ts';
import type { FileMetadata } from './metadata.ts';

const METADATA: FileMetadata = {
  title: 'Attune, pop, 3',
  genre: 'pop',
  prompt: '安静',
  comment: '{"seed":3}',
};

const open = ({ bytes }: EncodedFile): Input =>
  new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });

test('under Node, FLAC and MP3 can be written, and the rest is refused by name', async () => {
  expect(await inlineEncoder.formats({ sampleRate: 44100, channels: 2 })).toEqual(['flac', 'mp3']);
  for (const format of ['ogg', 'video'] as const) {
    await expect(inlineEncoder.encode(glides(0.1), format, METADATA)).rejects.toMatchObject({
      code: 'format_unsupported',
      details: { format, formats: 'wav, flac, mp3' },
    });
  }
});

test.each(['flac', 'mp3'] as const)(
  '%s: the same sound gives the same bytes, of its length',
  async (format) => {
    const [one, two] = [
      await inlineEncoder.encode(glides(1.5), format, METADATA),
      await inlineEncoder.encode(glides(1.5), format, METADATA),
    ];
    expect(one).toEqual(two);
    const track = (await open(one).getPrimaryAudioTrack())!;
    expect([track.sampleRate, track.numberOfChannels]).toEqual([44100, 2]);
    // A frame of MP3 is 26 ms, and the first one says how much to cut off.
    expect(Math.abs((await track.computeDuration()) - 1.5)).toBeLessThan(format === 'mp3' ? 0.06 : 0.0001);
    expect((await open(one).getMetadataTags()).description).toBe('安静');
  },
);

test('the first frame of an MP3 says how many samples are real', async () => {
  const audio = glides(1.5);
  const { bytes } = await inlineEncoder.encode(audio, 'mp3', METADATA);
  const text = String.fromCharCode(...bytes.subarray(0, 1000));
  const mark = text.indexOf('Info');
  const view = new DataView(bytes.buffer, mark);
  const [delay, padding] = [view.getUint16(141) >> 4, view.getUint16(142) & 0xfff];
  expect(text.slice(mark + 120, mark + 129)).toBe('LAME3.100');
  const count = view.getUint32(8);
  expect(count * 1152 - delay - padding).toBe(audio.channels[0]!.length);
  const sink = new EncodedPacketSink((await open({ bytes, type: '', ending: '' }).getPrimaryAudioTrack())!);
  let packets = 0;
  for await (const _ of sink.packets()) packets++;
  expect(packets).toBe(count);
});

test('an aborted signal cancels', async () => {
  const file = inlineEncoder.encode(glides(5), 'mp3', METADATA, undefined, AbortSignal.abort());
  await expect(file).rejects.toMatchObject({ code: 'cancelled' });
  const abort = new AbortController();
  const stopped = inlineEncoder.encode(glides(30), 'flac', METADATA, () => abort.abort(), abort.signal);
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
});
