import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Graph, Model } from '../onnx/model.ts';
import { modelPieces } from '../onnx/write.ts';
import { graphPath, type Dtype, type Role } from '../hub-models.ts';
import { codecDecoderGraph } from './codec-decoder.ts';
import { codecEncoderGraph } from './codec-encoder.ts';
import { configurationFiles } from './configuration.ts';
import { decoderGraph } from './decoder.ts';
import { toDynamicInt8 } from './dynamic-int8.ts';
import { toFourBit } from './four-bit.ts';
import { toHalf } from './half.ts';
import { mergeDecoders } from './merge.ts';
import type { MusicgenSize } from './size.ts';
import { textEncoderGraph } from './text-encoder.ts';
import { tokenizerFiles, VOCABULARY_ROWS } from './tokenizer.ts';
import { seededWeights } from './weights.ts';

/** What torch.onnx exported with when the public files were made. */
const OPSET = 14;

const CONVERSIONS: Record<Dtype, (graph: Graph) => Graph> = {
  fp32: (graph) => graph,
  fp16: toHalf,
  q8: toDynamicInt8,
  q4: toFourBit,
};

function graphs({ decoder, text, codec, seed }: MusicgenSize): Record<Role, Graph> {
  const weights = seededWeights(seed);
  const first = decoderGraph(decoder, text.hidden, weights, false);
  const cached = decoderGraph(decoder, text.hidden, weights, true);
  return {
    text_encoder: textEncoderGraph(text, VOCABULARY_ROWS, weights),
    decoder_model_merged: mergeDecoders(first, cached),
    decoder_model: first,
    decoder_with_past_model: cached,
    encodec_decode: codecDecoderGraph(codec, weights),
    encodec_encode: codecEncoderGraph(codec, weights),
  };
}

/** Writes a MusicGen of that size with random weights into `folder`, with the files of the public ones. */
export async function buildMusicgen(size: MusicgenSize, folder: string): Promise<void> {
  if (size.decoder.hidden === size.text.hidden) {
    throw new Error('the decoder projects the text only where it has another size than the text encoder');
  }
  for (const [name, content] of Object.entries({ ...configurationFiles(size), ...tokenizerFiles() })) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
  }
  const all = graphs(size);
  for (const dtype of size.dtypes) {
    for (const role of size.roles) {
      const graph = CONVERSIONS[dtype](all[role]);
      // MatMulNBits is onnxruntime's own.
      const opsets: Model['opsets'] = dtype === 'q4' ? { '': OPSET, 'com.microsoft': 1 } : { '': OPSET };
      await writeModel(join(folder, graphPath(role, dtype)), { graph, opsets });
    }
  }
}

async function writeModel(path: string, model: Model): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, modelPieces(model));
}
