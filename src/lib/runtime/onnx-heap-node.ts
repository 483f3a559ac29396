import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import * as ort from 'onnxruntime-web';
import { glueThatHandsOut } from './onnx-heap.ts';

const { resolve } = createRequire(import.meta.url);

function address(file: string): string {
  return pathToFileURL(resolve(`onnxruntime-web/${file}`)).href;
}

// Under Node, too, sessions may run in place.
ort.env.wasm.wasmPaths = {
  mjs: glueThatHandsOut(
    new URL('./onnx-heap-glue.js', import.meta.url).href,
    address('ort-wasm-simd-threaded.mjs'),
  ),
  wasm: address('ort-wasm-simd-threaded.wasm'),
};
