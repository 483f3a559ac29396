import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';
import { createServer } from 'vite';
import { startHub } from '../../models/hub.ts';
import { builtMusicgen } from '../../models/musicgen/built.ts';
import { BENCH, TINY } from '../../models/musicgen/size.ts';
import { SECURITY_HEADERS } from '../../server/headers.ts';
import { ARGS, EXECUTABLE, WEBGPU_ARGS } from '../chromium.ts';
import type { Bench } from './bench.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Positions that are compared, and how many steps around each. */
const POSITIONS = [100, 1400] as const;
const AROUND = 10;
/** How many steps of the graphics card are counted: its software takes long. */
const GPU_STEPS = 12;

/**
 * MusicGen's decoder in one page of Chromium, ours against transformers.js's own `generate`: the same files of 12
 * layers and 768 numbers in fp32, greedy, guidance in a batch of two, the same onnxruntime with as many threads. Each
 * ratio is theirs to ours, medians of milliseconds a step around that position.
 */
const bench: Bench = async () => {
  const hub = await startHub({
    'attune/musicgen-bench': await builtMusicgen(BENCH),
    'attune/musicgen-tiny': await builtMusicgen(TINY),
  });
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
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args: [...ARGS, ...WEBGPU_ARGS] });
  const open = async (): Promise<Page> => {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    await page.goto(`${server.resolvedUrls!.local[0]}tests/benches/musicgen/index.html`);
    await page.waitForFunction(() => 'raceMusicgen' in window);
    return page;
  };
  try {
    const steps = POSITIONS[1] + AROUND + 1;
    const page = await open();
    const race = await page.evaluate((order) => window.raceMusicgen(order), {
      hub: hub.url,
      model: 'attune/musicgen-bench',
      provider: 'wasm' as const,
      steps,
    });
    if (!race.isSame) throw new Error('the two decode different codes');
    await page.close();
    const work = await (
      await open()
    ).evaluate((order) => window.workOfMusicgen(order), {
      hub: hub.url,
      model: 'attune/musicgen-tiny',
      provider: 'webgpu' as const,
      steps: GPU_STEPS,
    });
    const at = (times: number[], position: number): number =>
      median(times.slice(position - AROUND, position + AROUND + 1));
    const [early, late] = POSITIONS.map((position) => ({
      ours: at(race.ours, position),
      theirs: at(race.theirs, position),
    })) as [Record<'ours' | 'theirs', number>, Record<'ours' | 'theirs', number>];
    return {
      rows: (['ours', 'theirs'] as const).map((who) => ({
        who: who === 'ours' ? 'ours' : 'transformers.js',
        'ms at 100': round(early[who]),
        'ms at 1400': round(late[who]),
        growth: round(late[who] / early[who]),
        'dispatches (2 layers)': work[who].dispatches,
        'read-backs': work[who].readBacks,
        'bytes read back': work[who].readBytes,
      })),
      figures: {
        ratio100: early.theirs / early.ours,
        ratio1400: late.theirs / late.ours,
        growth: late.ours / early.ours,
        ms100: early.ours,
        ms1400: late.ours,
        dispatches: work.ours.dispatches,
        read_bytes: work.ours.readBytes,
        their_dispatches: work.theirs.dispatches,
        their_read_bytes: work.theirs.readBytes,
      },
    };
  } finally {
    await browser.close();
    await server.close();
    await hub.close();
  }
};

export default bench;

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
