/** Sound in memory: equally long channels of samples in [-1, 1], left before right. */
export interface Audio {
  /** Frames a second. */
  sampleRate: number;
  channels: Float32Array<ArrayBuffer>[];
}

/** A piece of a stream of sound. */
export interface AudioChunk extends Audio {
  /** Frames that came before it in the stream. */
  start: number;
}

/** @returns frames per channel. */
export function frames(audio: Audio): number {
  return audio.channels[0]?.length ?? 0;
}

/** @returns length in seconds. */
export function seconds(audio: Audio): number {
  return frames(audio) / audio.sampleRate;
}

/** @returns seconds from the start of the stream to the end of `chunk`. */
export function endOf(chunk: AudioChunk): number {
  return (chunk.start + frames(chunk)) / chunk.sampleRate;
}

/**
 * Joins the chunks of a stream, which touch and begin at 0.
 * @throws RangeError where there are none.
 */
export function concat(chunks: readonly AudioChunk[]): Audio {
  const [first] = chunks;
  if (first === undefined) throw new RangeError('a stream without chunks is not audio');
  const length = chunks.reduce((sum, chunk) => sum + frames(chunk), 0);
  const channels = first.channels.map((_, index) => {
    const joined = new Float32Array(length);
    for (const chunk of chunks) joined.set(chunk.channels[index] ?? [], chunk.start);
    return joined;
  });
  return { sampleRate: first.sampleRate, channels };
}
