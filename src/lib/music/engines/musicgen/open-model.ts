import { AttuneError } from '../../../core/errors.ts';
import { whileInUse } from '../../../runtime/model-store/lock.ts';
import type { ModelFile, ModelStore } from '../../../runtime/model-store/model-store.ts';
import { pickDtypes } from '../../../runtime/model-store/pick-dtypes.ts';
import type { LoadProgress } from '../../engine.ts';
import { fetchFiles } from './fetch-files.ts';
import { loadModel, type LoadedModel, type Where } from './loaded-model.ts';
import { modelFiles } from './model-files.ts';

/** How much of the progress bar a download takes; the rest is opening what came. */
const DOWNLOAD_SHARE = 0.9;

/**
 * Downloads what is not here yet of a model, in the weights that suit the device, and opens it. It can't be deleted
 * meanwhile; once it is open, its files are not needed any more.
 * @throws AttuneError what the store or the device fails with; `cancelled` when `signal` aborts.
 */
export async function openModel(
  store: ModelStore,
  where: Where,
  id: string,
  progress: LoadProgress,
  signal?: AbortSignal,
): Promise<LoadedModel> {
  try {
    return await whileInUse(id, signal, () => fetchAndOpen(store, where, id, progress, signal));
  } catch (error) {
    throw AttuneError.from(error);
  }
}

async function fetchAndOpen(
  store: ModelStore,
  where: Where,
  id: string,
  progress: LoadProgress,
  signal: AbortSignal | undefined,
): Promise<LoadedModel> {
  const files = await filesFor(store, where, id, signal);
  const report = (done: number, total: number, secondsLeft: number | null) =>
    progress((DOWNLOAD_SHARE * done) / total, { done, total, secondsLeft });
  await fetchFiles(store, id, files, report, signal);
  return loadModel(
    modelFiles(id, files, (path) => store.open(id, path)),
    where,
    (fraction) => progress(DOWNLOAD_SHARE + (1 - DOWNLOAD_SHARE) * fraction),
    signal,
  );
}

/**
 * The weights that suit the device best; on WebAssembly those that another device left here instead, where it runs
 * them: whoever falls back should not have to download the model a second time.
 */
async function filesFor(
  store: ModelStore,
  { device }: Where,
  id: string,
  signal: AbortSignal | undefined,
): Promise<ModelFile[]> {
  const wanted = pickDtypes(device);
  const files = await store.files(id, wanted, signal);
  if (device.provider === 'webgpu' || isHere(files)) return files;
  for (const dtype of wanted.decoder_model_merged ?? []) {
    const others = await store.files(id, pickDtypes(device, dtype), signal).catch(() => files);
    if (isHere(others)) return others;
  }
  return files;
}

function isHere(files: readonly ModelFile[]): boolean {
  return files.every(({ bytes, here }) => here === bytes);
}
