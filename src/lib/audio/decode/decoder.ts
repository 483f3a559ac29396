import type { Audio } from '../../core/audio.ts';

/** Reads sound files. One in a worker and one in the same thread look alike. */
export interface Decoder {
  /**
   * Reads a recording for music to go on from, of any kind that the platform decodes; uncompressed WAV is read everywhere.
   * @param sampleRate Hz, whole; the sound is brought to it.
   * @returns mono or stereo.
   * @throws AttuneError `recording_unreadable` where it is no sound file, or damaged; `recording_unsupported` where there is
   * no codec for it here; `recording_length` where it is not as long as `RECORDING` says; `recording_silent`; `cancelled` when
   * `signal` aborts.
   */
  decode(recording: Blob, sampleRate: number, signal?: AbortSignal): Promise<Audio>;
}
