import type { Audio } from '../../core/audio.ts';
import type { FileMetadata } from './metadata.ts';

/** What a sound can be written as besides WAV. A video shows the waveform. */
export const CODED_FORMATS = ['flac', 'mp3', 'ogg', 'video'] as const;
export type CodedFormat = (typeof CODED_FORMATS)[number];

/** A whole file. */
export interface EncodedFile {
  bytes: Uint8Array<ArrayBuffer>;
  /** MIME type. */
  type: string;
  /** What its name ends with: `.mp3`. A video is `.mp4` or `.webm`, by the codecs that are there. */
  ending: string;
}

/** What a codec has to be able to take. */
export interface Form {
  /** Frames a second. */
  sampleRate: number;
  channels: number;
}

/** Writes sound in formats that need a codec. One in a worker and one in the same thread look alike. */
export interface Encoder {
  /** @returns the formats that can be written here; which ones depends on the browser's codecs. */
  formats(form: Form): Promise<CodedFormat[]>;
  /**
   * @param progress is told how far it is, 0 to 1.
   * @throws AttuneError `format_unsupported` where `format` is not among `formats`, `cancelled` when `signal` aborts.
   */
  encode(
    audio: Audio,
    format: CodedFormat,
    metadata: FileMetadata,
    progress?: (fraction: number) => void,
    signal?: AbortSignal,
  ): Promise<EncodedFile>;
}
