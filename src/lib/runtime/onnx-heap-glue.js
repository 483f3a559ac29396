/**
 * Stands in for onnxruntime-web's glue, whose address `onnx-heap.ts` has left, and leaves the WebAssembly module that it
 * makes where that finds it. It is loaded by address, by onnxruntime itself, and so is not bundled.
 */
const glue = Reflect.get(globalThis, Symbol.for('attune.onnxruntime.glue'));
const { default: start } = await import(/* @vite-ignore */ glue);

/** @param {object} options what onnxruntime starts its module with */
export default async function startAndHandOut(options) {
  const { Worker } = globalThis;
  const module = await start(options);
  // Under Node the glue leaves that platform's worker behind, which others would take for the web's.
  if (Worker === undefined) Reflect.deleteProperty(globalThis, 'Worker');
  Object.assign(globalThis, { [Symbol.for('attune.onnxruntime')]: module });
  return module;
}
