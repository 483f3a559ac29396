import * as ort from 'onnxruntime-web/webgpu';
import glue from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import { AttuneError } from '../core/errors.ts';
import { verifyModel } from './onnx-model.ts';
import standIn from './onnx-heap-glue.js?url&no-inline';
import { glueThatHandsOut } from './onnx-heap.ts';
import { openNetwork, threads, type OnnxRuntime } from './onnx.ts';

// Both come from our own origin. The glue is named too, as each thread's worker loads it by itself.
ort.env.wasm.wasmPaths = {
  mjs: glueThatHandsOut(absolute(standIn), absolute(glue)),
  wasm: absolute(wasm),
};
ort.env.wasm.numThreads = crossOriginIsolated ? threads() : 1;

/** onnxruntime-web in a worker of the page: WebGPU and WebAssembly. */
export const browserOnnx: OnnxRuntime = {
  providers: ['wasm', 'webgpu'],
  async read(model) {
    const bytes = await download(absolute(`/models/${model.file}`)).catch((cause: unknown) => {
      throw new AttuneError('model_missing', { file: model.file }, { cause });
    });
    await verifyModel(model, bytes);
    return bytes;
  },
  open: (bytes, provider) => openNetwork(ort, bytes, provider),
};

async function download(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}

function absolute(path: string): string {
  return new URL(path, location.origin).href;
}
