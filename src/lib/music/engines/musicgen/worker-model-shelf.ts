import { servedModels } from '../../../runtime/model-store/hub/served-models.ts';
import type { Device } from '../../../runtime/model-store/pick-dtypes.ts';
import { workerModelStore } from '../../../runtime/model-store/worker-model-store.ts';
import type { Provider } from '../../../runtime/onnx.ts';
import { createModelShelf, type ModelShelf } from './model-shelf.ts';

/**
 * The models of this browser; the worker behind it starts with the first call.
 * @param host of the model hub: an address, or a path on the page's own origin.
 * @param wish where models are to run.
 */
export function workerModelShelf(host: string, wish: Provider | 'auto'): ModelShelf {
  const { api } = workerModelStore(host);
  return createModelShelf(
    api,
    () => device(wish),
    () => servedModels(host),
  );
}

/** Chosen as the engine chooses, without starting onnxruntime. */
async function device(wish: Provider | 'auto'): Promise<Device> {
  const adapter =
    wish === 'wasm' ? null : await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter == null) return { provider: 'wasm', shaderF16: false };
  return { provider: 'webgpu', shaderF16: adapter.features.has('shader-f16') };
}
