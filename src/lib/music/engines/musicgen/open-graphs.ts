import type { Role } from '../../../../../models/hub-models.ts';
import { SAMPLES_PER_FRAME } from '../../../core/tokens.ts';
import type { Graph, OnnxDevice } from '../../../runtime/onnx-device.ts';
import { parseArchitecture, type Architecture } from './architecture.ts';
import { checkpoint } from './checkpoint.ts';
import { openCodec, type Codec } from './codec.ts';
import type { DecoderGraphs } from './exported-decoder.ts';
import type { ModelFiles } from './model-files.ts';
import { openTextEncoder, type TextEncoder } from './text-encoder.ts';
import { openTokenizer } from './tokenizer.ts';

/** What was opened, and is to be closed. */
interface Part {
  close(): Promise<void>;
}

/** A model that is being opened. */
export interface Opening {
  /** Reads a graph. @throws AttuneError `model_incomplete`, `cancelled` */
  graph(role: Role): Promise<Graph>;
  /** Remembers what was opened. @throws AttuneError `cancelled` */
  keep(part: Part): Promise<void>;
  /** @returns of all graphs that were read. */
  bytes(): number;
  /** Closes what was kept. */
  close(): Promise<void>;
}

/** @param signal is heard between any two graphs. */
export function beginOpening(files: ModelFiles, signal: AbortSignal | undefined): Opening {
  const kept: Part[] = [];
  let bytes = 0;
  return {
    async graph(role) {
      const graph = await files.graph(role);
      bytes += graph.bytes.length + graph.external.reduce((sum, { data }) => sum + data.length, 0);
      await checkpoint(signal);
      return graph;
    },
    async keep(part) {
      kept.push(part);
      await checkpoint(signal);
    },
    bytes: () => bytes,
    async close() {
      const closed = await Promise.allSettled(kept.splice(0).map((part) => part.close()));
      const failed = closed.find(({ status }) => status === 'rejected');
      if (failed?.status === 'rejected') throw failed.reason;
    },
  };
}

/** What lies before and behind the decoder. */
export interface Ends {
  architecture: Architecture;
  text: TextEncoder;
  codec: Codec;
}

/**
 * Opens what lies before and behind the decoder.
 * @throws AttuneError `model_incomplete`, `model_unfit`, `device_failed`, `cancelled`
 */
export async function openEnds(
  files: ModelFiles,
  device: OnnxDevice,
  { graph, keep }: Pick<Opening, 'graph' | 'keep'>,
): Promise<Ends> {
  const { model } = files;
  const architecture = parseArchitecture(await files.text('config.json'), model);
  const tokenize = await openTokenizer(
    await files.text('tokenizer.json'),
    await files.text('tokenizer_config.json'),
    model,
  );
  const text = await openTextEncoder(device, await graph('text_encoder'), tokenize, architecture.textDim);
  await keep(text);
  const codec = await openCodec(device, await graph('encodec_decode'), SAMPLES_PER_FRAME);
  await keep(codec);
  return { architecture, text, codec };
}

/** Reads the decoder: both branches in one file where the model has that, else each in its own. */
export async function decoderGraphs(files: ModelFiles, { graph }: Opening): Promise<DecoderGraphs> {
  if (files.has('decoder_model_merged')) return { first: await graph('decoder_model_merged'), cached: null };
  return { first: await graph('decoder_model'), cached: await graph('decoder_with_past_model') };
}
