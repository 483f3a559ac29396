import { defineConfig } from 'playwright/test';
import { ARGS, EXECUTABLE, WEBGPU_ARGS } from './tests/chromium.ts';

/** The flow runs twice, once on each provider; what does not depend on it runs once. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results/e2e',
  workers: 1,
  timeout: 900_000,
  expect: { timeout: 180_000 },
  forbidOnly: Boolean(process.env.CI),
  use: { trace: 'retain-on-failure' },
  projects: [
    { name: 'webgpu', use: { launchOptions: launch(WEBGPU_ARGS) } },
    {
      name: 'wasm',
      testMatch: 'flow.spec.ts',
      use: { launchOptions: launch(['--disable-features=WebGPU']) },
    },
  ],
});

function launch(args: string[]) {
  return { executablePath: EXECUTABLE, args: [...ARGS, ...args] };
}
