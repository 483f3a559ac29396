/** The Chromium that tests run in. */
export const EXECUTABLE = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Debian's Chromium refuses its sandbox to root, which is what test machines run as. */
export const ARGS = ['--no-sandbox'];

/**
 * For tests, which are not there to be timed: V8 would compile onnxruntime's large functions a second time, with its
 * optimising compiler, which takes a third of the time of a test and is never won back.
 */
export const TEST_ARGS = [...ARGS, '--js-flags=--liftoff-only'];

/** WebGPU by software, on machines without a graphics card. */
export const WEBGPU_ARGS = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
