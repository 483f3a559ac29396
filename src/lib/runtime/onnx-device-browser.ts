import * as ort from 'onnxruntime-web/webgpu';
import { AttuneError } from '../core/errors.ts';
import { openLedger } from './gpu-ledger.ts';
// It says where onnxruntime's files lie.
import './onnx-browser.ts';
import { onnxDevice, type OnnxDevice } from './onnx-device.ts';
import type { Provider } from './onnx.ts';

/** What this thread holds on the graphics card. */
export const ledger = openLedger();

/**
 * A device for large networks in a worker of the page: WebGPU where the browser has an adapter, else WebAssembly; and
 * what to compare it with, null for WebAssembly itself.
 * @param wish a provider that is not to be chosen but taken.
 * @throws AttuneError `device_failed` where WebGPU is wished for and there is no adapter.
 */
export async function browserWhere(
  wish: Provider | 'auto',
): Promise<{ device: OnnxDevice; reference: OnnxDevice | null }> {
  const wasm = onnxDevice(ort, null);
  if (wish === 'wasm') return { device: wasm, reference: null };
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter == null && wish === 'auto') return { device: wasm, reference: null };
  if (adapter == null) throw new AttuneError('device_failed', { provider: wish, reason: 'no adapter' });
  const device = onnxDevice(ort, {
    shaderF16: adapter.features.has('shader-f16'),
    bytesAllowed: adapter.limits.maxBufferSize,
    bytesHeld: () => ledger.bytes,
  });
  return { device, reference: wasm };
}
