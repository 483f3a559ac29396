/**
 * The WebAssembly module below onnxruntime-web. Its public API copies every tensor of every run into the module's
 * memory and out again; a session that decodes step by step keeps its cache in there instead, written in place. What
 * is used of the module is what onnxruntime-web's own `wasm-core-impl.ts` uses, of the one version that is named here.
 */
import type * as Ort from 'onnxruntime-web';

/** onnxruntime-web with the calling conventions that are used here. */
const VERSION = '1.30.0';

const KEY = Symbol.for('attune.onnxruntime');
const GLUE = Symbol.for('attune.onnxruntime.glue');

/** An address in the module's memory. */
export type Pointer = number;

export interface OrtModule {
  readonly HEAPU8: Uint8Array;
  readonly PTR_SIZE: number;
  _malloc(bytes: number): Pointer;
  _free(pointer: Pointer): void;
  setValue(pointer: Pointer, value: number, type: 'i32' | '*'): void;
  getValue(pointer: Pointer, type: 'i32' | '*'): number;
  UTF8ToString(pointer: Pointer): string;
  _OrtCreateTensor(
    type: number,
    data: Pointer,
    bytes: number,
    shape: Pointer,
    rank: number,
    location: number,
  ): Pointer;
  _OrtReleaseTensor(tensor: Pointer): number;
  _OrtCreateRunOptions(severity: number, verbosity: number, terminate: boolean, tag: Pointer): Pointer;
  _OrtReleaseRunOptions(options: Pointer): number;
  _OrtRun(
    session: Pointer,
    inputNames: Pointer,
    inputs: Pointer,
    inputCount: number,
    outputNames: Pointer,
    outputCount: number,
    outputs: Pointer,
    options: Pointer,
  ): number | Promise<number>;
  _OrtGetLastError(code: Pointer, message: Pointer): number;
}

const FUNCTIONS = [
  '_malloc',
  '_free',
  'setValue',
  'getValue',
  'UTF8ToString',
  '_OrtCreateTensor',
  '_OrtReleaseTensor',
  '_OrtCreateRunOptions',
  '_OrtReleaseRunOptions',
  '_OrtRun',
  '_OrtGetLastError',
] as const;

/**
 * Has the module handed out, by a stand-in for onnxruntime-web's glue that loads the glue itself.
 * @param standIn address of `onnx-heap-glue.js`.
 * @param glue address of the glue. It is left where the stand-in finds it: a module's own address is no place for it, as
 * one that comes out of the service worker's cache has forgotten its query and its fragment.
 * @returns what `ort.env.wasm.wasmPaths.mjs` is to be.
 */
export function glueThatHandsOut(standIn: string, glue: string): string {
  Object.assign(globalThis, { [GLUE]: glue });
  return standIn;
}

/** Why a session does not run in place here. */
export class NoHeap extends Error {
  override name = 'NoHeap';
}

/**
 * The module that `ort` runs in, once it has made its first session.
 * @throws NoHeap where it was not handed out or is not the one that is known.
 */
export function ortModule(ort: typeof Ort): OrtModule {
  const version = ort.env.versions.web;
  if (version !== VERSION) throw new NoHeap(`onnxruntime-web is ${version}, not ${VERSION}`);
  const module = (globalThis as { [KEY]?: OrtModule })[KEY];
  if (!module) throw new NoHeap('the module was not handed out');
  const missing = FUNCTIONS.filter((name) => typeof module[name] !== 'function');
  if (missing.length > 0) throw new NoHeap(`the module has no ${missing.join(', ')}`);
  if (module.PTR_SIZE !== 4) throw new NoHeap('addresses are not of 32 bits');
  return module;
}
