import type * as Ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { openNetwork } from './onnx.ts';

/** An onnxruntime whose sessions fail where they are told to. */
function failingAt(step: 'create' | 'run'): typeof Ort {
  const session = {
    inputNames: ['x'],
    outputNames: ['y'],
    run: () => Promise.reject(new Error('device lost')),
  };
  const create = () =>
    step === 'create' ? Promise.reject(new Error('no adapter')) : Promise.resolve(session);
  return { InferenceSession: { create }, Tensor: class {} } as unknown as typeof Ort;
}

test('a provider that does not start, or gives up later, is a device that failed', async () => {
  const failed = { code: 'device_failed', details: { provider: 'webgpu' } };
  const bytes = new Uint8Array();
  await expect(openNetwork(failingAt('create'), bytes, 'webgpu')).rejects.toMatchObject(failed);
  const network = await openNetwork(failingAt('run'), bytes, 'webgpu');
  await expect(network.run(new Float32Array(1), [1])).rejects.toMatchObject(failed);
});
