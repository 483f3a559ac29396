import { expect, test } from 'vitest';
import { TINY } from '../../../../../models/musicgen/size.ts';
import { AttuneError } from '../../../core/errors.ts';
import type { OnnxDevice } from '../../../runtime/onnx-device.ts';
import { builtFiles, faulty, wasm } from './built.testing.ts';
import { greedyTokens } from './greedy.ts';
import { loadModel } from './loaded-model.ts';

/** A device whose sessions can't be released, as those of a graphics card that was lost. */
function lost(device: OnnxDevice): { device: OnnxDevice; open: () => number } {
  let open = 0;
  return {
    open: () => open,
    device: {
      ...device,
      async open(graph, options) {
        const session = await device.open(graph, options);
        const release = session.release.bind(session);
        open += 1;
        session.release = async () => {
          open -= 1;
          await release();
          throw new Error('the device is lost');
        };
        return session;
      },
    },
  };
}

/** A device that tells of every session that is opened or run, before it is, and how many are open. */
function heard(onCall: (call: 'open' | 'run') => void): { device: OnnxDevice; open: () => number } {
  let open = 0;
  return {
    open: () => open,
    device: {
      ...wasm,
      async open(graph, options) {
        onCall('open');
        const session = await wasm.open(graph, options);
        const release = session.release.bind(session);
        open += 1;
        session.release = () => ((open -= 1), release());
        return session;
      },
      run: (...of) => (onCall('run'), wasm.run(...of)),
    },
  };
}

const load = async (device: OnnxDevice, reference: OnnxDevice | null) =>
  loadModel(await builtFiles(TINY), { device, reference }, () => undefined);

test.each<[string, OnnxDevice, RegExp]>([
  ['whose sound is silent', faulty('audio_values', () => 0), /level/],
  ['whose sound is too loud', faulty('audio_values', (x) => 3 * x), /level/],
  ['whose sound is not a number', faulty('audio_values', (x, i) => (i === 5 ? NaN : x)), /not finite/],
  ['whose sound hums', faulty('audio_values', (_, i) => 0.3 * Math.sin(i / 40)), /Hz|level/],
  ['whose logits are not finite', faulty('logits', () => Infinity), /not finite/],
  ['whose logits are all alike', faulty('logits', () => 0), /all alike/],
  ['whose tokens are others', faulty('logits', (x) => -x), /tokens are right/],
])('a device %s is not trusted, and it is said why', async (_, device, reason) => {
  await expect(load(device, wasm)).rejects.toMatchObject({
    code: 'device_failed',
    details: { reason: expect.stringMatching(reason) as string },
  });
});

test('a device that computes what WebAssembly does is trusted', async () => {
  const model = await load(
    faulty('audio_values', (x) => x * (1 + 1e-6)),
    wasm,
  );
  expect(model.report()).toMatchObject({ decoder: 'rewritten', note: null });
  await model.close();
});

test('a rewritten graph that decodes other tokens gives way to the exported one, and the report says so', async () => {
  const model = await load(
    faulty('logits', (x) => -x),
    null,
  );
  expect(model.report()).toMatchObject({
    decoder: 'exported',
    note: expect.stringMatching(/other tokens/) as string,
  });
  const order = { text: 'rain', negative: null, guidance: 3, frames: 5 };
  expect((await greedyTokens(model, order)).frames).toBe(5);
  await model.close();
});

test('a device that is lost while it loads is said to have failed, and everything is released', async () => {
  const { device, open } = lost(faulty('logits', () => NaN));
  await expect(load(device, null)).rejects.toMatchObject({ code: 'device_failed' });
  expect(open()).toBe(0);
});

test('a cancel is heard in any phase: nothing new is begun after it, and everything is released', async () => {
  const files = await builtFiles(TINY);
  const follow = async (cancelAt: number) => {
    const abort = new AbortController();
    const calls: string[] = [];
    const { device, open } = heard((call) => {
      if (calls.push(call) === cancelAt) abort.abort();
    });
    const loading = loadModel(files, { device, reference: device }, () => undefined, abort.signal);
    return { model: await loading.catch((error: unknown) => AttuneError.from(error).code), calls, open };
  };
  const whole = await follow(Infinity);
  if (typeof whole.model === 'string') throw new Error(whole.model);
  await whole.model.close();
  for (const [i, call] of whole.calls.entries()) {
    if (call === 'run' && whole.calls[i - 1] === 'run' && i < whole.calls.length - 1) continue;
    const { model, calls, open } = await follow(i + 1);
    expect({ i, model, open: open() }).toEqual({ i, model: 'cancelled', open: 0 });
    // A rewritten decoder is of two graphs, and a window begins with its text: the second of two is not held back.
    expect([[], [call]]).toContainEqual(calls.slice(i + 1));
  }
});

test('where WebAssembly can not hold the model, the device runs uncompared, and the report says so', async () => {
  const full = {
    ...wasm,
    open: () => Promise.reject(new AttuneError('device_failed', { reason: 'out of memory' })),
  };
  const model = await load(wasm, full);
  expect(model.report()).toMatchObject({
    decoder: 'rewritten',
    note: expect.stringMatching(/out of memory/) as string,
  });
  await model.close();
  await expect(
    load(
      faulty('audio_values', () => 0),
      full,
    ),
  ).rejects.toMatchObject({ code: 'device_failed' });
});

test('one choice that differs does not change what is compared after it', async () => {
  const model = await load(wasm, null);
  const order = { text: 'rain', negative: null, guidance: 3, frames: 8 };
  const free = await greedyTokens(model, order);
  const codes = free.codes.slice();
  codes[2] = (codes[2]! + 1) % 2048;
  const told = await greedyTokens(model, { ...order, told: { ...free, codes } });
  expect(await greedyTokens(model, { ...order, told: free })).toEqual(free);
  expect(told.codes.subarray(0, 3)).toEqual(free.codes.subarray(0, 3));
  await model.close();
});
