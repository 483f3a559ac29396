import type { Role } from '../../../../../models/hub-models.ts';
import { AttuneError } from '../../../core/errors.ts';
import type { Graph, OnnxDevice } from '../../../runtime/onnx-device.ts';
import { parseArchitecture, type Architecture } from './architecture.ts';
import { openCodec, type Codec } from './codec.ts';
import type { Decoder } from './decoder.ts';
import type { DeviceReport } from './device-report.ts';
import { openExportedDecoder, type DecoderGraphs } from './exported-decoder.ts';
import { greedyTokens } from './greedy.ts';
import type { ModelFiles } from './model-files.ts';
import { openDecoder } from './open-decoder.ts';
import { requireAlike, requireSound, TRIAL, trialSound, type Trial } from './self-test.ts';
import { openTextEncoder, type TextEncoder } from './text-encoder.ts';
import { openTokenizer } from './tokenizer.ts';

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
 * @throws AttuneError `model_incomplete`, `model_unfit`; `device_failed` also where the device computes something else.
 * What was opened before is closed again.
 */
export async function loadModel(
  files: ModelFiles,
  { device, reference }: Where,
  progress: (fraction: number) => void,
): Promise<LoadedModel> {
  const opening = opener(files);
  try {
    const parts = await openParts(files, device, opening.graph, (part, done) => {
      opening.keep(part);
      progress(done / STEPS);
    });
    const doubt = reference === null ? null : await compare(parts, reference, files);
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

type Opened = (part: { close(): Promise<void> }, done: number) => void;

async function openParts(
  files: ModelFiles,
  device: OnnxDevice,
  graph: (role: Role) => Promise<Graph>,
  opened: Opened,
): Promise<Parts> {
  const { architecture, text, codec } = await openEnds(files, device, graph, opened);
  const decode = (decoder: Decoder) => greedyTokens({ architecture, text, decoder }, TRIAL);
  const trusted = await openDecoder(device, await decoderGraphs(files, graph), architecture, decode);
  opened(trusted.decoder, 3);
  return { architecture, text, codec, ...trusted };
}

/** What lies before and behind the decoder. */
async function openEnds(
  files: ModelFiles,
  device: OnnxDevice,
  graph: (role: Role) => Promise<Graph>,
  opened: Opened,
): Promise<Pick<Parts, 'architecture' | 'text' | 'codec'>> {
  const architecture = parseArchitecture(await files.text('config.json'));
  const tokenize = await openTokenizer(
    await files.text('tokenizer.json'),
    await files.text('tokenizer_config.json'),
  );
  const text = await openTextEncoder(device, await graph('text_encoder'), tokenize, architecture.textDim);
  opened(text, 1);
  const codec = await openCodec(device, await graph('encodec_decode'), architecture.samplesPerFrame);
  opened(codec, 2);
  return { architecture, text, codec };
}

/**
 * @returns why it could not be compared, null where it was: a model may be too large for WebAssembly, which is not the
 * device's fault.
 * @throws AttuneError `device_failed` where the device makes something else.
 */
async function compare(parts: Parts, reference: OnnxDevice, files: ModelFiles): Promise<string | null> {
  const sound = await trialSound(parts.codec);
  const expected = await trialOn(reference, files).catch((error: unknown) => AttuneError.from(error));
  if (expected instanceof AttuneError) {
    requireSound(sound);
    return `not compared with WebAssembly: ${expected.details['reason'] ?? expected.code}`;
  }
  requireAlike({ tokens: await greedyTokens(parts, { ...TRIAL, told: expected.tokens }), sound }, expected);
  return null;
}

/** What a device that is trusted makes of the trial, with the graph as it was exported. It frees what it takes. */
async function trialOn(device: OnnxDevice, files: ModelFiles): Promise<Trial> {
  const opening = opener(files);
  try {
    const { architecture, text, codec } = await openEnds(files, device, opening.graph, opening.keep);
    const decoder = await openExportedDecoder(
      device,
      await decoderGraphs(files, opening.graph),
      architecture,
    );
    opening.keep(decoder);
    const tokens = await greedyTokens({ architecture, text, decoder }, TRIAL);
    return { tokens, sound: await trialSound(codec) };
  } finally {
    await opening.close();
  }
}

/** Both branches in one file where the model has that, else each in its own. */
async function decoderGraphs(
  files: ModelFiles,
  graph: (role: Role) => Promise<Graph>,
): Promise<DecoderGraphs> {
  if (files.has('decoder_model_merged')) return { first: await graph('decoder_model_merged'), cached: null };
  return { first: await graph('decoder_model'), cached: await graph('decoder_with_past_model') };
}

/** Reads graphs, counts their bytes, and closes what was opened of them. */
function opener(files: ModelFiles) {
  const kept: { close(): Promise<void> }[] = [];
  let bytes = 0;
  return {
    async graph(role: Role): Promise<Graph> {
      const graph = await files.graph(role);
      bytes += graph.bytes.length + graph.external.reduce((sum, { data }) => sum + data.length, 0);
      return graph;
    },
    keep: (part: { close(): Promise<void> }) => void kept.push(part),
    bytes: () => bytes,
    async close() {
      const closed = await Promise.allSettled(kept.splice(0).map((part) => part.close()));
      const failed = closed.find(({ status }) => status === 'rejected');
      if (failed?.status === 'rejected') throw failed.reason;
    },
  };
}
