/** The Chromium that tests run in. */
export const EXECUTABLE = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/**
 * Debian's Chromium refuses its sandbox to root, which is what test machines run as. onnxruntime's large functions of
 * WebAssembly are compiled once and quickly: compiled again and well, as they are otherwise, they take a third of the
 * time of a test and give nothing back.
 */
export const ARGS = ['--no-sandbox', '--js-flags=--liftoff-only'];

/** WebGPU by software, on machines without a graphics card. */
export const WEBGPU_ARGS = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
