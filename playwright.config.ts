import { defineConfig } from 'playwright/test';
import { EXECUTABLE, TEST_ARGS, WEBGPU_TEST_ARGS } from './tests/chromium.ts';

/**
 * Tests with @webgpu in their titles run on both providers, all others without WebGPU: a graphics card of software takes
 * time. So does the service worker, which copies the whole app: only specs that are about it allow it. So does drawing
 * sixty pictures a second while music plays: all specs but the flow ask for less motion.
 */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results/e2e',
  workers: 2,
  timeout: 900_000,
  expect: { timeout: 180_000 },
  forbidOnly: Boolean(process.env.CI),
  use: { serviceWorkers: 'block', reducedMotion: 'reduce' },
  projects: [
    { name: 'webgpu', grep: /@webgpu/, use: { launchOptions: launch(WEBGPU_TEST_ARGS) } },
    { name: 'wasm', use: { launchOptions: launch(['--disable-features=WebGPU']) } },
  ],
});

function launch(args: string[]) {
  return { executablePath: EXECUTABLE, args: [...TEST_ARGS, ...args] };
}
