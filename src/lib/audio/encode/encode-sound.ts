import {
  AudioSampleSource,
  FlacOutputFormat,
  Mp3OutputFormat,
  OggOutputFormat,
  type AudioCodec,
  type EncodedPacket,
  type OutputFormat,
} from 'mediabunny';
import { seconds, type Audio } from '../../core/audio.ts';
import { checkpoint } from '../checkpoint.ts';
import { audioQuality, audioTail } from './codecs.ts';
import type { CodedFormat, EncodedFile } from './encoder.ts';
import { addGaplessFrame } from './gapless-mp3.ts';
import type { FileMetadata } from './metadata.ts';
import { pieces } from './pieces.ts';
import { writeFile } from './write-file.ts';

export type SoundFormat = Exclude<CodedFormat, 'video'>;

/** Every way to write sound alone. FLAC has 24 bits. */
export const SOUND_CODECS: Record<SoundFormat, AudioCodec> = { flac: 'flac', mp3: 'mp3', ogg: 'opus' };

const TYPES: Record<SoundFormat, string> = {
  flac: 'audio/flac',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg; codecs=opus',
};

const CONTAINERS: Record<SoundFormat, () => OutputFormat> = {
  flac: () => new FlacOutputFormat(),
  // It would hold no room for what players have to cut off; see gapless-mp3.ts.
  mp3: () => new Mp3OutputFormat({ xingHeader: false }),
  ogg: () => new OggOutputFormat(),
};

/** Writes FLAC, MP3 or Ogg/Opus; as in `Encoder`. */
export async function encodeSound(
  audio: Audio,
  format: SoundFormat,
  metadata: FileMetadata,
  progress?: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<EncodedFile> {
  const codec = SOUND_CODECS[format];
  const quality = audioQuality(codec, audio.channels.length);
  const packets: EncodedPacket[] = [];
  const source = new AudioSampleSource({
    codec,
    ...(quality === undefined ? {} : { quality }),
    onEncodedPacket: (packet) => packets.push(packet),
  });
  const bytes = await writeFile(
    CONTAINERS[format](),
    metadata,
    (output) => output.addAudioTrack(source),
    async () => {
      for (const { sample, end } of pieces(audio, audioTail(codec))) {
        await source.add(sample);
        sample.close();
        await checkpoint(signal);
        progress?.(Math.min(1, end / seconds(audio)));
      }
    },
  );
  const whole = format === 'mp3' ? addGaplessFrame(bytes, packets, audio) : bytes;
  return { bytes: whole, type: TYPES[format], ending: `.${format}` };
}
