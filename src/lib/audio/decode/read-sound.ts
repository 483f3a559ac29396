import {
  ADTS,
  AudioSampleSink,
  BlobSource,
  FLAC,
  Input,
  MATROSKA,
  MP3,
  MP4,
  OGG,
  QTFF,
  WAVE,
  WEBM,
  type AudioSample,
  type InputAudioTrack,
} from 'mediabunny';
import type { Audio } from '../../core/audio.ts';
import { AttuneError } from '../../core/errors.ts';

/** What recorders and telephones write. */
const FORMATS = [WAVE, MP3, MP4, QTFF, OGG, FLAC, WEBM, MATROSKA, ADTS];

/** What sound is recorded at, Hz. A header may say anything. */
const RATES = { min: 4000, max: 192_000 };

/**
 * Reads a sound file whole.
 * @param check is told how long the file says it is, in seconds, before it is decoded; what it throws is passed on.
 * @returns mono or stereo, at the file's own rate.
 * @throws AttuneError `recording_unreadable`, `recording_unsupported`; `cancelled` when `signal` aborts.
 */
export async function readSound(
  file: Blob,
  check: (seconds: number) => void,
  signal?: AbortSignal,
): Promise<Audio> {
  const input = new Input({ source: new BlobSource(file), formats: FORMATS });
  try {
    const track = await soundOf(input);
    check(await track.computeDuration());
    return await decoded(track, signal);
  } catch (cause) {
    if (cause instanceof AttuneError) throw cause;
    throw new AttuneError('recording_unreadable', {}, { cause });
  } finally {
    input.dispose();
  }
}

async function soundOf(input: Input): Promise<InputAudioTrack> {
  const track = await input.getPrimaryAudioTrack();
  const codec = await track?.getCodec();
  if (track == null || codec == null) throw new AttuneError('recording_unreadable');
  if (!(await track.canDecode())) throw new AttuneError('recording_unsupported', { found: codec });
  const rate = await track.getSampleRate();
  if (rate < RATES.min || rate > RATES.max)
    throw new AttuneError('recording_unsupported', { found: `${rate} Hz` });
  return track;
}

async function decoded(track: InputAudioTrack, signal: AbortSignal | undefined): Promise<Audio> {
  const parts: Float32Array[][] = [];
  let sampleRate = 0;
  for await (const sample of new AudioSampleSink(track).samples()) {
    sampleRate = sample.sampleRate;
    parts.push(channelsOf(sample));
    sample.close();
    if (signal?.aborted) throw new AttuneError('cancelled');
  }
  const [first = []] = parts;
  const channels = first.map((_, channel) => joined(parts.map((part) => part[channel]!)));
  if (!channels.every((samples) => samples.every(Number.isFinite))) {
    throw new AttuneError('recording_unreadable');
  }
  return { sampleRate, channels };
}

/** Mono and stereo as they are. Which of more channels is where differs from format to format: they are mixed to one. */
function channelsOf(sample: AudioSample): Float32Array[] {
  const channels = Array.from({ length: sample.numberOfChannels }, (_, planeIndex) => {
    const samples = new Float32Array(sample.numberOfFrames);
    sample.copyTo(samples, { planeIndex, format: 'f32-planar' });
    return samples;
  });
  if (channels.length <= 2) return channels;
  const mean = (n: number) => channels.reduce((sum, samples) => sum + samples[n]!, 0) / channels.length;
  return [Float32Array.from({ length: sample.numberOfFrames }, (_, n) => mean(n))];
}

function joined(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
