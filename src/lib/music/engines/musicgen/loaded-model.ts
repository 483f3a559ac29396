import { AttuneError } from '../../../core/errors.ts';
import type { OnnxDevice } from '../../../runtime/onnx-device.ts';
import type { Architecture } from './architecture.ts';
import type { Codec } from './codec.ts';
import { compareDevices } from './compare-devices.ts';
import type { Decoder } from './decoder.ts';
import type { DeviceReport } from './device-report.ts';
import { greedyTokens } from './greedy.ts';
import type { ModelFiles } from './model-files.ts';
import { openDecoder } from './open-decoder.ts';
import { beginOpening, decoderGraphs, openEnds, type Opening } from './open-graphs.ts';
import { TRIAL } from './self-test.ts';
import type { TextEncoder } from './text-encoder.ts';

/** A MusicGen that is ready to decode. */
export interface LoadedModel {
  readonly architecture: Architecture;
  readonly text: TextEncoder;
  readonly decoder: Decoder;
  readonly codec: Codec;
  report(): Omit<DeviceReport, 'model'>;
  close(): Promise<void>;
}

/** Where a model is opened. */
export interface Where {
  device: OnnxDevice;
  /** What the device is compared with before it is trusted; null where it needs no proof, being WebAssembly itself. */
  reference: OnnxDevice | null;
}

/** Of the progress: text encoder, codec, decoder, comparison. */
const STEPS = 4;

/**
 * Opens all graphs of a model, and compares what they make with what WebAssembly makes of the same.
 * @param progress is told how far it is, 0 to 1.
 * @throws AttuneError `model_incomplete`, `model_unfit`; `device_failed` also where the device computes something else;
 * `cancelled` once `signal` aborts, after the graph that is being opened or the step that is being decoded. What was
 * opened before is closed again.
 */
export async function loadModel(
  files: ModelFiles,
  { device, reference }: Where,
  progress: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<LoadedModel> {
  const opening = beginOpening(files, signal);
  try {
    const parts = await openParts(files, device, opening, progress, signal);
    const doubt = reference === null ? null : await compareDevices(parts, reference, files, signal);
    progress(1);
    return {
      ...parts,
      report: () => ({
        provider: device.provider,
        dtype: files.dtype,
        decoder: parts.kind,
        note: parts.note ?? doubt,
        bytesHeld: device.bytesHeld() ?? opening.bytes(),
        bytesAllowed: device.bytesAllowed,
      }),
      close: opening.close,
    };
  } catch (error) {
    // A device that is lost can't close either; why it was lost is what counts.
    await opening.close().catch(() => undefined);
    throw AttuneError.from(error);
  }
}

type Parts = Omit<LoadedModel, 'report' | 'close'> & {
  kind: DeviceReport['decoder'];
  note: string | null;
};

async function openParts(
  files: ModelFiles,
  device: OnnxDevice,
  opening: Opening,
  progress: (fraction: number) => void,
  signal: AbortSignal | undefined,
): Promise<Parts> {
  let done = 0;
  const keep: Opening['keep'] = (part) => {
    progress(++done / STEPS);
    return opening.keep(part);
  };
  const { architecture, text, codec } = await openEnds(files, device, { ...opening, keep });
  const decode = (decoder: Decoder) => greedyTokens({ architecture, text, decoder }, TRIAL, signal);
  const trusted = await openDecoder(device, await decoderGraphs(files, opening), architecture, decode);
  await keep(trusted.decoder);
  return { architecture, text, codec, ...trusted };
}
