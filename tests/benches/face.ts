import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { SECURITY_HEADERS } from '../../server/headers.ts';
import { ARGS, EXECUTABLE, WEBGPU_ARGS } from '../chromium.ts';
import type { Bench } from './bench.ts';
import type { Timing } from './face/page.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const WEBGL_ARGS = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

/** Enough for a steady median; software graphics are slow and only shown. */
const RUNS = { wasm: 15, gpu: 3 };

/**
 * Detector and expression in one page of Chromium, ours against face-api: the same pictures, input size, threshold and
 * number of threads, decoding left out. `ratio` compares WebAssembly with WebAssembly, median over the pictures.
 */
const bench: Bench = async () => {
  const server = await createServer({
    configFile: false,
    root: ROOT,
    publicDir: 'static',
    logLevel: 'error',
    cacheDir: 'node_modules/.vite-bench',
    server: { headers: SECURITY_HEADERS, port: 0 },
    optimizeDeps: { noDiscovery: true, include: [] },
  });
  await server.listen();
  const browser = await chromium.launch({
    executablePath: EXECUTABLE,
    args: [...ARGS, ...WEBGPU_ARGS, ...WEBGL_ARGS],
  });
  try {
    const page = await browser.newPage();
    const race = async (kind: keyof typeof RUNS): Promise<Timing[]> => {
      await page.goto(`${server.resolvedUrls!.local[0]}tests/benches/face/index.html`);
      await page.waitForFunction(() => 'race' in window);
      return page.evaluate(([kind, runs]) => window.race(kind, runs), [kind, RUNS[kind]] as const);
    };
    const rows = [...(await race('wasm')), ...(await race('gpu'))];
    const of = (contestant: string) =>
      median(rows.filter((row) => row.contestant === contestant).map((row) => row.milliseconds));
    return {
      rows: rows.map((row) => ({ ...row, milliseconds: Math.round(row.milliseconds * 10) / 10 })),
      figures: {
        ratio: of('face-api wasm') / of('ours wasm'),
        wasm_ms: of('ours wasm'),
        face_api_wasm_ms: of('face-api wasm'),
        webgpu_ms: of('ours webgpu'),
        face_api_webgl_ms: of('face-api webgl'),
      },
    };
  } finally {
    await browser.close();
    await server.close();
  }
};

export default bench;

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
