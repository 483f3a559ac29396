/** The Chromium that tests run in. */
export const EXECUTABLE = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Debian's Chromium refuses its sandbox to root, which is what test machines run as. */
export const ARGS = ['--no-sandbox'];

/** WebGPU by software, on machines without a graphics card. */
export const WEBGPU_ARGS = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
