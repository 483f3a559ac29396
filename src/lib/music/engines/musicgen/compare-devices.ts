import { AttuneError } from '../../../core/errors.ts';
import type { OnnxDevice } from '../../../runtime/onnx-device.ts';
import { openExportedDecoder } from './exported-decoder.ts';
import { greedyTokens } from './greedy.ts';
import type { LoadedModel } from './loaded-model.ts';
import type { ModelFiles } from './model-files.ts';
import { beginOpening, decoderGraphs, openEnds } from './open-graphs.ts';
import { requireAlike, requireSound, TRIAL, trialSound, type Trial } from './self-test.ts';

/**
 * Compares what an opened model makes with what a device that is trusted makes of the same files.
 * @returns why it could not be compared, null where it was: a model may be too large for WebAssembly, which is not the
 * device's fault.
 * @throws AttuneError `device_failed` where they make something else; `cancelled`
 */
export async function compareDevices(
  model: Pick<LoadedModel, 'architecture' | 'text' | 'decoder' | 'codec'>,
  reference: OnnxDevice,
  files: ModelFiles,
  signal?: AbortSignal,
): Promise<string | null> {
  const sound = await trialSound(model.codec);
  const expected = await trialOn(reference, files, signal).catch((error: unknown) => AttuneError.from(error));
  if (expected instanceof AttuneError) {
    if (expected.code === 'cancelled') throw expected;
    requireSound(sound);
    return `not compared with WebAssembly: ${expected.details['reason'] ?? expected.code}`;
  }
  const tokens = await greedyTokens(model, { ...TRIAL, told: expected.tokens }, signal);
  requireAlike({ tokens, sound }, expected);
  return null;
}

/** What a device makes of the trial, with the graph as it was exported. It frees what it takes. */
async function trialOn(device: OnnxDevice, files: ModelFiles, signal?: AbortSignal): Promise<Trial> {
  const opening = beginOpening(files, signal);
  try {
    const { architecture, text, codec } = await openEnds(files, device, opening);
    const graphs = await decoderGraphs(files, opening);
    const decoder = await openExportedDecoder(device, graphs, architecture);
    await opening.keep(decoder);
    const tokens = await greedyTokens({ architecture, text, decoder }, TRIAL, signal);
    return { tokens, sound: await trialSound(codec) };
  } finally {
    await opening.close();
  }
}
