import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';
import { AttuneError } from '../core/errors.ts';
import { verifyModel } from './onnx-model.ts';
import './onnx-heap-node.ts';
import { openNetwork, threads, type OnnxRuntime } from './onnx.ts';

const MODELS = new URL('../../../static/models/', import.meta.url);

ort.env.wasm.numThreads = threads();

/** onnxruntime-web as it runs under Node: WebAssembly. */
export const nodeOnnx: OnnxRuntime = {
  providers: ['wasm'],
  async read(model) {
    const bytes = await readFile(new URL(model.file, MODELS)).catch((cause: unknown) => {
      throw new AttuneError('model_missing', { file: model.file }, { cause });
    });
    await verifyModel(model, bytes);
    return bytes;
  },
  open: (bytes, provider) => openNetwork(ort, bytes, provider),
};
