import { openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import * as ort from 'onnxruntime-web';
import { AttuneError } from '../../../core/errors.ts';
import { chooseFiles } from '../../../runtime/model-store/choose-files.ts';
import { createModelStore } from '../../../runtime/model-store/create-model-store.ts';
import { networkHub } from '../../../runtime/model-store/hub/hub.ts';
import type { Wanted } from '../../../runtime/model-store/model-store.ts';
import { pickDtypes } from '../../../runtime/model-store/pick-dtypes.ts';
import { folderStorage } from '../../../runtime/model-store/storage/folder.ts';
import { onnxDevice } from '../../../runtime/onnx-device.ts';
// It lets the decoder's cache stay in onnxruntime's memory.
import '../../../runtime/onnx-heap-node.ts';
import { threads } from '../../../runtime/onnx.ts';
import { encodeSound } from './codec-encoder.ts';
import { encodeFromHub } from './encode-from-hub.ts';
import { ENCODER } from './encoder-files.ts';
import { musicgenInPlace, type MusicgenEngine } from './engine-in-place.ts';
import { loadModel } from './loaded-model.ts';
import { modelFiles, type ModelFiles } from './model-files.ts';
import { openModel } from './open-model.ts';

/** Where models are kept that came from a hub, below the folder that the program runs in. */
const CACHE = '.cache/models';

const MODEL = pickDtypes({ provider: 'wasm', shaderF16: false });

ort.env.wasm.numThreads = threads();

/**
 * MusicGen under Node, on WebAssembly. A model is a folder that holds one, or its name on the hub.
 * @param host of the hub.
 */
export function nodeMusicgen(host: string): MusicgenEngine {
  const where = { device: onnxDevice(ort, null), reference: null };
  const store = createModelStore({ hub: networkHub(host), disk: folderStorage(CACHE) });
  return musicgenInPlace(
    async (name, progress, signal) =>
      (await isFolder(name))
        ? loadModel(await filesOf(resolve(name), MODEL), where, progress)
        : openModel(store, where, name, progress, signal),
    async (name, audio, progress, signal) =>
      (await isFolder(name))
        ? encodeSound(await filesOf(resolve(name), ENCODER), where.device, audio, progress, signal)
        : encodeFromHub(store, where, name, audio, progress, signal),
  );
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true;
}

/** @throws AttuneError `model_incomplete` where the folder lacks a file. */
async function filesOf(folder: string, wanted: Wanted): Promise<ModelFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const listed = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .map((path) => ({ path, bytes: 0, digest: null }));
  const { chosen, missing } = chooseFiles(wanted, listed);
  if (missing.length > 0) {
    throw new AttuneError('model_incomplete', { model: folder, missing: missing.join(', ') });
  }
  return modelFiles(folder, chosen, (path) => openAsBlob(join(folder, path)));
}
