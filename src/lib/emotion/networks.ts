import { MODELS } from '../../../models/manifest.ts';
import { AttuneError } from '../core/errors.ts';
import { tryProvider, type Failure, type Trial } from '../runtime/device.ts';
import type { Network, OnnxRuntime, Provider } from '../runtime/onnx.ts';
import { detect } from './detection/detect.ts';
import { classify } from './expression.ts';
import type { Pixels } from './picture/pixels.ts';
import type { ProviderWish, ReaderReport } from './reader.ts';

/** The two networks of a reader, on one provider. */
export interface Networks {
  detector: Network;
  expression: Network;
}

/** What loading came to. */
export interface Loaded {
  networks: Networks;
  report: ReaderReport;
}

/** Providers are compared at a small scale: a slow one is found out without a long wait. */
const TRIAL_SIDE = 224;

/**
 * Loads both networks, warms and times them on every provider that is wished for, and keeps the fastest.
 * @throws AttuneError `model_missing`, `model_corrupt`, or `device_failed` where no provider starts.
 */
export async function loadNetworks(
  onnx: OnnxRuntime,
  wish: ProviderWish,
  progress: (fraction: number) => void = () => undefined,
): Promise<Loaded> {
  const [detector, expression] = await Promise.all([
    onnx.read(MODELS.faceDetector),
    onnx.read(MODELS.faceExpression),
  ]);
  const candidates = wish === 'auto' ? onnx.providers : [wish];
  const steps = candidates.length + 1;
  progress(1 / steps);

  const trials: Trial<Networks>[] = [];
  const failures: Failure[] = [];
  for (const [i, provider] of candidates.entries()) {
    const start = (): Promise<Networks> => open(onnx, detector, expression, provider);
    const result = await tryProvider(provider, { start, run: readBlank, stop: closeNetworks });
    if ('error' in result) failures.push(result);
    else trials.push(result);
    progress((i + 2) / steps);
  }
  trials.sort((a, b) => a.milliseconds - b.milliseconds);
  const [kept, ...others] = trials;
  if (!kept) throw new AttuneError('device_failed', { provider: wish }, { cause: failures });
  for (const { started } of others) await closeNetworks(started);

  const timing = (provider: Provider) => trials.find((t) => t.provider === provider)?.milliseconds ?? null;
  const timings = { webgpu: timing('webgpu'), wasm: timing('wasm') };
  return { networks: kept.started, report: { provider: kept.provider, timings } };
}

async function open(
  onnx: OnnxRuntime,
  detector: Uint8Array,
  expression: Uint8Array,
  provider: Provider,
): Promise<Networks> {
  const opened = await onnx.open(detector, provider);
  try {
    return { detector: opened, expression: await onnx.open(expression, provider) };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** Frees what `loadNetworks` took. */
export async function closeNetworks({ detector, expression }: Networks): Promise<void> {
  await detector.close();
  await expression.close();
}

/** One detection and one expression on a black picture: the work that providers are compared by. */
async function readBlank({ detector, expression }: Networks): Promise<void> {
  const size = { width: 112, height: 112 };
  const blank: Pixels = { ...size, data: new Uint8Array(112 * 112 * 4), original: size };
  await detect(detector, blank, TRIAL_SIDE, 0.5);
  await classify(expression, blank, [{ region: { x: 0, y: 0, ...size }, mirrored: false }]);
}
