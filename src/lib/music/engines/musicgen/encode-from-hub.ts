import type { Audio } from '../../../core/audio.ts';
import { AttuneError } from '../../../core/errors.ts';
import type { Tokens } from '../../../core/tokens.ts';
import { whileInUse } from '../../../runtime/model-store/lock.ts';
import type { ModelStore } from '../../../runtime/model-store/model-store.ts';
import type { LoadProgress } from '../../engine.ts';
import { encodeSound } from './codec-encoder.ts';
import { ENCODER } from './encoder-files.ts';
import { fetchFiles } from './fetch-files.ts';
import type { Where } from './loaded-model.ts';
import { modelFiles } from './model-files.ts';

/**
 * Encodes a sound, for which it downloads a model's encoder where that is not here yet, and no more of the model. It runs
 * on WebAssembly, which gives the same tokens everywhere: no self-test vouches for it on a graphics card.
 * @param progress of the download first, and then from 0 again of the encoding.
 * @throws AttuneError what the store or the device fails with; `cancelled` when `signal` aborts.
 */
export async function encodeFromHub(
  store: ModelStore,
  { device, reference }: Where,
  id: string,
  audio: Audio,
  progress: LoadProgress,
  signal?: AbortSignal,
): Promise<Tokens> {
  const encoded = async (): Promise<Tokens> => {
    const files = await store.files(id, ENCODER, signal);
    const report = (done: number, total: number, secondsLeft: number | null): void =>
      progress(done / total, { done, total, secondsLeft });
    await fetchFiles(store, id, files, report, signal);
    const opened = modelFiles(id, files, (path) => store.open(id, path));
    return encodeSound(opened, reference ?? device, audio, progress, signal);
  };
  return whileInUse(id, signal, encoded).catch((error: unknown) => {
    throw AttuneError.from(error);
  });
}
