import { defineConfig } from 'playwright/test';
import { ARGS, EXECUTABLE, WEBGPU_ARGS } from './tests/chromium.ts';

/**
 * What is tagged @webgpu runs on both providers. All else runs without WebGPU, where a graphics card of software would
 * only take time, and without the service worker, which copies the whole app in each test, where none is asked for.
 */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results/e2e',
  workers: 2,
  timeout: 900_000,
  expect: { timeout: 180_000 },
  forbidOnly: Boolean(process.env.CI),
  use: { serviceWorkers: 'block' },
  projects: [
    { name: 'webgpu', grep: /@webgpu/, use: { launchOptions: launch(WEBGPU_ARGS) } },
    { name: 'wasm', use: { launchOptions: launch(['--disable-features=WebGPU']) } },
  ],
});

function launch(args: string[]) {
  return { executablePath: EXECUTABLE, args: [...ARGS, ...args] };
}
