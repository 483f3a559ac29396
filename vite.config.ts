import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { playwright } from '@vitest/browser-playwright';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import type { BrowserConfigOptions } from 'vitest/node';
import type { ManifestTransform } from 'workbox-build';
import { PREFIX } from './server/adapter-settings.ts';
import { compressQuickly } from './server/compress.ts';
import { POLICY, SECURITY_HEADERS } from './server/headers.ts';
import { POLICY_MARK } from './server/service-worker.ts';
import { EXECUTABLE, TEST_ARGS, WEBGPU_ARGS, WEBGPU_TEST_ARGS } from './tests/chromium.ts';
import { LongestFirst } from './tests/longest-first.ts';

/** Tests that must hold on both platforms are named `x.both.test.ts`; those of the browser alone `x.browser.test.ts`. */
const BROWSER_ONLY = '**/*.browser.test.ts';
const BOTH = '**/*.both.test.ts';

/**
 * Tests that need a process of their own. `x.alone.test.ts` is about what a process does once, as open its services or
 * come to its end, or opens an onnxruntime beside the app's; the others look into that.
 */
const ALONE = [
  '{src,server,models,tests}/**/*.alone.test.ts',
  'src/lib/runtime/**/*.test.ts',
  'src/lib/music/engines/musicgen/**/*.test.ts',
];

/** Kernels that count on all that WGSL promises: see `WEBGPU_TEST_ARGS`. */
const Q4 = 'src/lib/music/engines/musicgen/rewrite/q4.browser.test.ts';

/** Where SvelteKit leaves the client before the adapter takes it. */
const CLIENT = '.svelte-kit/output/client';

const WORKER = /^_app\/immutable\/workers\/[^/]+\.js$/;

/**
 * SvelteKit writes the page when it is asked for, so it is no file of the client: it is new when anything it loads is.
 * The page and the workers are also new when their policy is.
 */
const addPage: ManifestTransform = (entries) => {
  const digest = createHash('sha256').update(readFileSync('src/app.html'));
  for (const { url, revision } of entries) digest.update(`${url} ${revision}\n`);
  const policed = entries.map((entry) =>
    WORKER.test(entry.url) ? { ...entry, revision: POLICY_MARK } : entry,
  );
  const page = { url: '/', revision: digest.digest('hex') + POLICY_MARK, size: 0 };
  return { manifest: [...policed, page], warnings: [] };
};

/**
 * Everything is there offline after the first visit, models and WebAssembly too. A new version waits until the page
 * says so: `src/lib/runtime/app-update.ts`.
 */
const pwa = VitePWA({
  outDir: CLIENT,
  injectRegister: false,
  registerType: 'prompt',
  manifest: {
    id: '/',
    name: 'Attune 情绪音乐助手',
    short_name: 'Attune',
    description: 'Looks at a face on your own device and makes music that soothes.',
    lang: 'en',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#f6f3ee',
    theme_color: '#31465f',
    categories: ['music', 'lifestyle'],
    icons: [
      { src: '/icons/attune.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/icons/attune-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icons/attune-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icons/attune-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  },
  includeManifestIcons: false,
  workbox: {
    globDirectory: CLIENT,
    globPatterns: ['**/*.{js,mjs,css,wasm,onnx,json,svg,png,webp,woff2}'],
    globIgnores: ['.vite/**', 'sw.js', 'workbox-*.js'],
    dontCacheBustURLsMatching: /^_app\/immutable\//,
    maximumFileSizeToCacheInBytes: 40 * 2 ** 20,
    manifestTransforms: [addPage],
    navigateFallback: '/',
    navigateFallbackDenylist: [/^\/admin(\/|$)/, /^\/api\//, /^\/models\/hub\//],
    cleanupOutdatedCaches: true,
    sourcemap: false,
  },
});

// SvelteKit writes the page itself, and warns at every start of plugins that would.
for (const plugin of pwa) delete plugin.transformIndexHtml;

function chromium(args: string[]): BrowserConfigOptions {
  return {
    enabled: true,
    headless: true,
    screenshotFailures: false,
    provider: playwright({ launchOptions: { executablePath: EXECUTABLE, args: [...TEST_ARGS, ...args] } }),
    instances: [{ browser: 'chromium' }],
  };
}

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: compressQuickly(adapter({ envPrefix: PREFIX })),
      csp: { mode: 'nonce', directives: POLICY },
      paths: { relative: false },
    }),
    pwa,
  ],
  server: { headers: SECURITY_HEADERS },
  // Hundreds of small files, which take half a second of every start to load one by one.
  ssr: { noExternal: ['drizzle-orm'] },
  // One file each, and found late: bundling them in development would reload the page halfway through.
  // The encoders register with mediabunny: found apart, each would come with a mediabunny of its own.
  optimizeDeps: {
    include: ['mediabunny', '@mediabunny/mp3-encoder', '@mediabunny/flac-encoder'],
    exclude: ['onnxruntime-web', '@vladmandic/face-api'],
  },
  test: {
    // Machines are noisy: a time-out is there for what hangs, not for what is slow.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    // The tests in the browser leave a core idle when they are done.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    setupFiles: ['tests/properties.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['{src,server,models,tests}/**/*.test.ts'],
          exclude: [BROWSER_ONLY, ...ALONE],
          globalSetup: ['tests/database.setup.ts'],
          // A process for each file would take half as long again. So a test puts back what it changes of the process.
          isolate: false,
          restoreMocks: true,
          // As Vite rewrites modules, the inner loops of the renderer take twice the time.
          experimental: { viteModuleRunner: false },
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          environment: 'node',
          include: ALONE,
          exclude: [BROWSER_ONLY],
          globalSetup: ['tests/database.setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'chromium',
          include: [`src/${BROWSER_ONLY}`, `src/${BOTH}`],
          exclude: [Q4],
          globalSetup: ['tests/hub.setup.ts'],
          browser: chromium(WEBGPU_TEST_ARGS),
        },
      },
      {
        extends: true,
        test: {
          name: 'q4',
          include: [Q4],
          globalSetup: ['tests/hub.setup.ts'],
          browser: chromium(WEBGPU_ARGS),
        },
      },
    ],
  },
});
