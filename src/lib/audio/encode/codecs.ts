import { registerFlacEncoder } from '@mediabunny/flac-encoder';
import { registerMp3Encoder } from '@mediabunny/mp3-encoder';
import { canEncodeAudio, canEncodeVideo, Quality, type AudioCodec, type VideoCodec } from 'mediabunny';
import type { Form } from './encoder.ts';

/** Bits a second and channel: more than listening tests find each codec to need for music. */
const BITRATES: Partial<Record<AudioCodec, number>> = { mp3: 128_000, opus: 80_000, aac: 96_000 };

/** Frames of the video: 720p, and as many a second as make the playhead glide. */
export const VIDEO = { width: 1280, height: 720, rate: 25 } as const;

/** A container and what goes into it. */
export interface VideoPlan {
  container: 'mp4' | 'webm';
  video: VideoCodec;
  audio: AudioCodec;
}

/** The ones that most players know come first. The last is for browsers that encode pictures but no sound. */
const PLANS: readonly VideoPlan[] = [
  { container: 'mp4', video: 'avc', audio: 'aac' },
  { container: 'webm', video: 'vp9', audio: 'opus' },
  { container: 'webm', video: 'vp8', audio: 'opus' },
  { container: 'mp4', video: 'avc', audio: 'mp3' },
];

let added: Promise<unknown> | null = null;

/** Adds encoders in WebAssembly for what the platform has none for. */
function addEncoders(): Promise<unknown> {
  return (added ??= Promise.all([
    canEncodeAudio('mp3').then((native) => native || registerMp3Encoder()),
    canEncodeAudio('flac').then((native) => native || registerFlacEncoder()),
  ]));
}

/** @returns how much a codec may spend on a sound; undefined for one that loses nothing. */
export function audioQuality(codec: AudioCodec, channels: number): Quality | undefined {
  const bitrate = BITRATES[codec];
  return bitrate === undefined ? undefined : new Quality({ bitrate: bitrate * channels });
}

/**
 * @returns seconds of silence to put after a sound: Chromium keeps up to half a frame of Opus to itself where it has to
 * resample, and a frame is 20 ms.
 */
export function audioTail(codec: AudioCodec): number {
  return codec === 'opus' ? 0.02 : 0;
}

export async function canEncode(codec: AudioCodec, { sampleRate, channels }: Form): Promise<boolean> {
  await addEncoders();
  const quality = audioQuality(codec, channels);
  return canEncodeAudio(codec, {
    sampleRate,
    numberOfChannels: channels,
    ...(quality === undefined ? {} : { quality }),
  });
}

/** @returns the best way to write a video here; null where there is none. */
export async function planVideo(form: Form): Promise<VideoPlan | null> {
  if (typeof OffscreenCanvas === 'undefined') return null;
  const { width, height } = VIDEO;
  for (const plan of PLANS) {
    if ((await canEncode(plan.audio, form)) && (await canEncodeVideo(plan.video, { width, height })))
      return plan;
  }
  return null;
}
