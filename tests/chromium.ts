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

/**
 * For tests: WGSL begins the memory of a workgroup with zeros, which takes this software half of its time. onnxruntime
 * counts on it in its kernels for q4 alone: those are tested with it.
 */
export const WEBGPU_TEST_ARGS = [...WEBGPU_ARGS, '--enable-dawn-features=disable_workgroup_init'];
