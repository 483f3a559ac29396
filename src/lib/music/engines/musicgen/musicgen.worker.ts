import type { Audio } from '../../../core/audio.ts';
import type { Brief } from '../../../core/brief.ts';
import type { Params } from '../../../core/params.ts';
import type { Tokens } from '../../../core/tokens.ts';
import { createModelStore } from '../../../runtime/model-store/create-model-store.ts';
import { networkHub } from '../../../runtime/model-store/hub/hub.ts';
import { opfsStorage } from '../../../runtime/model-store/storage/opfs.ts';
import { browserWhere } from '../../../runtime/onnx-device-browser.ts';
import type { Provider } from '../../../runtime/onnx.ts';
import { serve } from '../../../runtime/rpc/serve.ts';
import type { EngineUpdate, LoadProgress } from '../../engine.ts';
import { encodeFromHub } from './encode-from-hub.ts';
import { musicgenInPlace, type MusicgenEngine } from './engine-in-place.ts';
import { openModel } from './open-model.ts';

// The hub's address comes as the worker's name: HTML Standard, "dedicated workers".
const store = createModelStore({ hub: networkHub(self.name), disk: opfsStorage('models') });

const engines = new Map<Provider | 'auto', MusicgenEngine>();

/** One engine a provider: the page sticks to one, until that has failed. */
function engineOn(provider: Provider | 'auto'): MusicgenEngine {
  const known = engines.get(provider);
  if (known !== undefined) return known;
  const engine = musicgenInPlace(
    async (name, progress, signal) => openModel(store, await browserWhere(provider), name, progress, signal),
    async (name, audio, progress, signal) =>
      encodeFromHub(store, await browserWhere(provider), name, audio, progress, signal),
  );
  engines.set(provider, engine);
  return engine;
}

const api = {
  load: (
    on: Provider | 'auto',
    progress?: LoadProgress,
    model?: string,
    signal?: AbortSignal,
  ): Promise<void> => engineOn(on).load(progress, model, signal),
  generate: (
    on: Provider | 'auto',
    brief: Brief,
    params: Params,
    signal?: AbortSignal,
    start?: readonly Tokens[],
  ): AsyncIterable<EngineUpdate> => engineOn(on).generate(brief, params, signal, start),
  encode: (
    on: Provider | 'auto',
    audio: Audio,
    progress?: LoadProgress,
    model?: string,
    signal?: AbortSignal,
  ): Promise<Tokens> => engineOn(on).encode(audio, progress, model, signal),
  report: async (on: Provider | 'auto') => engineOn(on).report(),
};

/** What the worker answers to. Every call names the provider, as a worker that was started anew has heard of none. */
export type MusicgenWorker = typeof api;

serve(api);
