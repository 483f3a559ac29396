import type { Tokens } from '../../../core/tokens.ts';
import type { Graph, OnnxDevice } from '../../../runtime/onnx-device.ts';

/** EnCodec's decoder: turns frames of four codes into sound. */
export interface Codec {
  readonly samplesPerFrame: number;
  /**
   * Decodes a stretch by itself, as if nothing came before or after.
   * @param codes `[4, frames]`, the codebooks one after the other.
   * @returns `frames * samplesPerFrame` samples of one channel.
   * @throws AttuneError `device_failed`
   */
  decode(codes: Uint16Array, frames: number): Promise<Float32Array<ArrayBuffer>>;
  close(): Promise<void>;
}

const CODEBOOKS = 4;

/** Opens `encodec_decode`. @throws AttuneError `device_failed` when the session does not start. */
export async function openCodec(device: OnnxDevice, model: Graph, samplesPerFrame: number): Promise<Codec> {
  const { Tensor } = device.ort;
  const session = await device.open(model);
  return {
    samplesPerFrame,
    async decode(codes, frames) {
      const input = new Tensor('int64', BigInt64Array.from(codes, BigInt), [1, 1, CODEBOOKS, frames]);
      const { audio_values: output } = await device.run(session, { audio_codes: input });
      return new Float32Array((output as { data: unknown }).data as Float32Array);
    },
    close: () => session.release(),
  };
}

/** Frames decoded at once: the first two seconds are heard as soon as they are there. */
const CHUNK = 100;
/**
 * Frames on either side that a chunk is decoded with and that are thrown away. Behind: the two LSTM layers remember, and
 * start from nothing. Ahead: the convolutions look a few frames ahead, from 7 taps at 50 Hz downwards.
 */
const CONTEXT = { behind: 100, ahead: 12 };

/** Decodes tokens while they are made. */
export interface CodecStream {
  /**
   * @param tokens all that were made so far.
   * @param isLast nothing will follow.
   * @returns the samples of each channel that can be told by now and were not told before; null where there are none.
   */
  pull(tokens: Tokens, isLast: boolean): Promise<Float32Array<ArrayBuffer>[] | null>;
  /** Frames whose sound was given. */
  readonly given: number;
}

/**
 * Streams the decoding of one take. Chunks begin at the same frames whenever they are pulled, so that a take sounds the
 * same each time it is rendered.
 * @param from the frame that sound is wanted from; what lies before is context.
 */
export function streamCodec(codec: Codec, from = 0): CodecStream {
  let given = from;

  async function decodeSpan(tokens: Tokens, end: number): Promise<Float32Array<ArrayBuffer>[]> {
    const first = Math.max(0, given - CONTEXT.behind);
    const last = Math.min(tokens.frames, end + CONTEXT.ahead);
    const channels: Float32Array<ArrayBuffer>[] = [];
    for (const rows of channelRows(tokens.codebooks)) {
      const samples = await codec.decode(cut(tokens, rows, first, last), last - first);
      const at = (given - first) * codec.samplesPerFrame;
      channels.push(samples.slice(at, at + (end - given) * codec.samplesPerFrame));
    }
    return channels;
  }

  return {
    get given() {
      return given;
    },
    async pull(tokens, isLast) {
      const known = isLast ? tokens.frames : tokens.frames - CONTEXT.ahead;
      const end = Math.min(nextEdge(given), isLast ? tokens.frames : Infinity);
      if (end > known || end <= given) return null;
      const channels = await decodeSpan(tokens, end);
      given = end;
      return channels;
    },
  };
}

/** Chunks end on whole multiples of their length. */
function nextEdge(frame: number): number {
  return (Math.floor(frame / CHUNK) + 1) * CHUNK;
}

/** Which codebooks make which channel: all of them, or in stereo left and right of each in turn. */
function channelRows(codebooks: 4 | 8): number[][] {
  if (codebooks === 4) return [[0, 1, 2, 3]];
  return [
    [0, 2, 4, 6],
    [1, 3, 5, 7],
  ];
}

function cut({ codes, frames }: Tokens, rows: readonly number[], first: number, last: number): Uint16Array {
  const part = new Uint16Array(rows.length * (last - first));
  rows.forEach((row, i) => {
    part.set(codes.subarray(row * frames + first, row * frames + last), i * (last - first));
  });
  return part;
}
