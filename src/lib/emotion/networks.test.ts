import { afterEach, expect, test, vi } from 'vitest';
import { MODELS } from '../../../models/manifest.ts';
import { verifyModel } from '../runtime/onnx-model.ts';
import type { Network, OnnxRuntime, Provider } from '../runtime/onnx.ts';
import { inlineReader } from './inline-reader.ts';

/** A runtime whose networks find nothing, as fast as they are told; a provider without a speed does not start. */
function runtime(milliseconds: Partial<Record<Provider, number>>): OnnxRuntime & { closed: Provider[] } {
  const closed: Provider[] = [];
  const network = (provider: Provider): Network => ({
    async run(_, [batch, , side]) {
      await new Promise((resolve) => setTimeout(resolve, milliseconds[provider]));
      return new Float32Array(side === 112 ? batch! * 7 : 25 * (side! / 32) ** 2).fill(-10);
    },
    close: () => Promise.resolve(void closed.push(provider)),
  });
  return {
    closed,
    providers: ['wasm', 'webgpu'],
    read: () => Promise.resolve(new Uint8Array()),
    open: (_, provider) =>
      milliseconds[provider] === undefined
        ? Promise.reject(new Error(`no ${provider}`))
        : Promise.resolve(network(provider)),
  };
}

const black = { width: 8, height: 8 };
const decode = () => Promise.resolve({ ...black, data: new Uint8Array(256), original: black });

afterEach(() => void vi.useRealTimers());

/** @returns what comes of the work, on a clock that goes only as the networks say. */
async function clocked<T>(work: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
  let isDone = false;
  const working = work().finally(() => (isDone = true));
  while (!isDone) await vi.advanceTimersToNextTimerAsync();
  return working;
}

test.each<[Provider, Partial<Record<Provider, number>>]>([
  ['webgpu', { webgpu: 1, wasm: 40 }],
  ['wasm', { webgpu: 40, wasm: 1 }],
])('keeps the faster provider, %s, and frees the other', async (faster, speeds) => {
  const onnx = runtime(speeds);
  const { provider, timings } = await clocked(() => inlineReader(onnx, decode).load());
  expect(provider).toBe(faster);
  // Each of the two networks takes its time.
  expect(timings).toEqual({ webgpu: 2 * speeds.webgpu!, wasm: 2 * speeds.wasm! });
  expect(onnx.closed).toEqual([faster === 'wasm' ? 'webgpu' : 'wasm', faster === 'wasm' ? 'webgpu' : 'wasm']);
});

test('says which provider did not start, and goes on with the other', async () => {
  const report = await inlineReader(runtime({ wasm: 1 }), decode).load();
  expect(report.provider).toBe('wasm');
  expect(report.timings.webgpu).toBeNull();
});

test('frees what it opened on a provider that then fails', async () => {
  const onnx = runtime({ wasm: 1, webgpu: 1 });
  const open = onnx.open;
  vi.spyOn(onnx, 'open').mockImplementation(async (model, provider) => {
    const network = await open(model, provider);
    return provider === 'wasm' ? network : { ...network, run: () => Promise.reject(new Error('lost')) };
  });
  const { provider, timings } = await inlineReader(onnx, decode).load();
  expect({ provider, webgpu: timings.webgpu }).toEqual({ provider: 'wasm', webgpu: null });
  expect(onnx.closed).toEqual(['webgpu', 'webgpu']);
});

test('takes the provider that is wished for, or none', async () => {
  const onnx = runtime({ wasm: 30, webgpu: 1 });
  expect((await inlineReader(onnx, decode, 'wasm').load()).provider).toBe('wasm');
  const failing = inlineReader(runtime({ wasm: 1 }), decode, 'webgpu');
  await expect(failing.load()).rejects.toMatchObject({
    code: 'device_failed',
    details: { provider: 'webgpu' },
  });
});

test('a caller that comes while networks load hears of the rest', async () => {
  const reader = inlineReader(runtime({ wasm: 5, webgpu: 5 }), decode);
  const early: number[] = [];
  const late: number[] = [];
  const loading = reader.load((fraction) => {
    if (early.push(fraction) === 1) void reader.load((rest) => late.push(rest));
  });
  await loading;
  expect(early.at(-1)).toBe(1);
  expect(late.length).toBeGreaterThan(1);
  expect(late.at(-1)).toBe(1);
});

test('loads once, and again after a failure', async () => {
  const onnx = runtime({ wasm: 1 });
  const read = vi.spyOn(onnx, 'read').mockRejectedValueOnce(new Error('offline'));
  const reader = inlineReader(onnx, decode, 'wasm');
  await expect(reader.load()).rejects.toThrow('offline');
  await reader.read(new Blob());
  const reads = read.mock.calls.length;
  await reader.load();
  expect(read.mock.calls).toHaveLength(reads);
});

test('reads one picture at a time', async () => {
  let inside = 0;
  const alone = async () => {
    expect(++inside).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside--;
    return decode();
  };
  const reader = inlineReader(runtime({ wasm: 1 }), alone, 'wasm');
  const looks = await Promise.all([1, 2, 3].map(() => reader.read(new Blob())));
  expect(looks.map(({ readings }) => readings)).toEqual([[], [], []]);
});

test('refuses a model that is not what the manifest says', async () => {
  const broken = verifyModel(MODELS.faceDetector, new Uint8Array(100));
  await expect(broken).rejects.toMatchObject({
    code: 'model_corrupt',
    details: { file: 'face-detector.onnx' },
  });
});
