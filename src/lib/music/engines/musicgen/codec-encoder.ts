import type { Audio } from '../../../core/audio.ts';
import { SAMPLES_PER_FRAME, type Tokens } from '../../../core/tokens.ts';
import type { Graph, OnnxDevice } from '../../../runtime/onnx-device.ts';
import { parseArchitecture } from './architecture.ts';
import { checkpoint } from './checkpoint.ts';
import type { ModelFiles } from './model-files.ts';

/** EnCodec's encoder: turns sound into frames of four codes. */
export interface CodecEncoder {
  /**
   * Encodes a stretch by itself, as if nothing came before or after.
   * @param samples of one channel, whole frames.
   * @returns `[4, frames]`, the codebooks one after the other.
   * @throws AttuneError `device_failed`
   */
  encode(samples: Float32Array): Promise<Uint16Array<ArrayBuffer>>;
  close(): Promise<void>;
}

const CODEBOOKS = 4;

/** Opens `encodec_encode`. @throws AttuneError `device_failed` when the session does not start. */
export async function openCodecEncoder(device: OnnxDevice, model: Graph): Promise<CodecEncoder> {
  const { Tensor } = device.ort;
  const session = await device.open(model);
  return {
    async encode(samples) {
      const input = new Tensor('float32', samples, [1, 1, samples.length]);
      const { audio_codes: output } = await device.run(session, { input_values: input });
      return Uint16Array.from((output as { data: unknown }).data as BigInt64Array, Number);
    },
    close: () => session.release(),
  };
}

/** Frames encoded at once: ten seconds. The outermost layer of the public model takes 8 MB a second, several times over. */
const CHUNK = 500;
/** Frames on either side that a chunk is encoded with and that are thrown away: the layers are those of the decoder. */
const CONTEXT = { behind: 100, ahead: 12 };

/**
 * Encodes a sound with a model's encoder, which is opened for that and closed again.
 * @param audio at `SAMPLE_RATE`. What is no whole frame at its end is left out.
 * @param progress is told how far it is, 0 to 1.
 * @throws AttuneError `device_failed`; `model_incomplete`, `model_unfit`; `cancelled` when `signal` aborts.
 */
export async function encodeSound(
  files: ModelFiles,
  device: OnnxDevice,
  audio: Audio,
  progress: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<Tokens> {
  const { codebooks } = parseArchitecture(await files.text('config.json'), files.model);
  const encoder = await openCodecEncoder(device, await files.graph('encodec_encode'));
  try {
    progress(0);
    return await encodeChannels(encoder, channelsFor(audio, codebooks), progress, signal);
  } finally {
    await encoder.close();
  }
}

/** One channel for a mono model, being the mean of all; two for a stereo one. */
function channelsFor({ channels }: Audio, codebooks: 4 | 8): Float32Array[] {
  const [left, right = left] = channels as [Float32Array, Float32Array?];
  if (codebooks === 8) return [left, right!];
  return [left.map((x, i) => (x + right![i]!) / 2)];
}

/** The codebooks of stereo are left and right of each in turn. */
async function encodeChannels(
  encoder: CodecEncoder,
  channels: readonly Float32Array[],
  progress: (fraction: number) => void,
  signal: AbortSignal | undefined,
): Promise<Tokens> {
  const total = Math.floor(channels[0]!.length / SAMPLES_PER_FRAME);
  const codebooks = channels.length === 2 ? 8 : 4;
  const codes = new Uint16Array(codebooks * total);
  for (let start = 0; start < total; start += CHUNK) {
    const end = Math.min(start + CHUNK, total);
    for (const [c, channel] of channels.entries()) {
      await checkpoint(signal);
      const part = await encodeSpan(encoder, channel, start, end, total);
      for (let k = 0; k < CODEBOOKS; k++) {
        const row = channels.length * k + c;
        codes.set(part.subarray(k * (end - start), (k + 1) * (end - start)), row * total + start);
      }
    }
    progress(end / total);
  }
  return { codebooks, frames: total, codes };
}

/** @returns `[4, end - start]` */
async function encodeSpan(
  encoder: CodecEncoder,
  samples: Float32Array,
  start: number,
  end: number,
  total: number,
): Promise<Uint16Array> {
  const first = Math.max(0, start - CONTEXT.behind);
  const last = Math.min(total, end + CONTEXT.ahead);
  const codes = await encoder.encode(samples.subarray(first * SAMPLES_PER_FRAME, last * SAMPLES_PER_FRAME));
  const length = last - first;
  return Uint16Array.from({ length: CODEBOOKS * (end - start) }, (_, i) => {
    const k = Math.floor(i / (end - start));
    return codes[k * length + (start - first) + (i % (end - start))]!;
  });
}
