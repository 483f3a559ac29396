import type { Audio } from '../core/audio.ts';
import type { Brief } from '../core/brief.ts';
import type { Normalisation } from '../core/params.ts';
import type { Measures, Score } from '../core/take.ts';
import type { Decoder } from './decode/decoder.ts';
import type { Encoder } from './encode/encoder.ts';
import type { FileMetadata } from './encode/metadata.ts';

/** Sample formats of a WAV file. */
export const WAV_FORMATS = ['16', '24', '32f'] as const;
export type WavFormat = (typeof WAV_FORMATS)[number];

/** Finishes raw sound into a take, writes it as a file, and reads recordings. One in a worker and one in the same thread look alike. */
export interface Studio extends Encoder, Decoder {
  /** Brings the sound to level, then measures it and scores it against its brief. Takes ownership of `raw`. */
  finish(
    raw: Audio,
    brief: Brief,
    normalisation: Normalisation,
    signal?: AbortSignal,
  ): Promise<{ audio: Audio; measures: Measures; score: Score }>;
  /** @returns the bytes of a RIFF/WAVE file, which every platform can write; 16 bit is dithered. */
  encodeWav(audio: Audio, format: WavFormat, metadata?: FileMetadata): Promise<Uint8Array<ArrayBuffer>>;
}
