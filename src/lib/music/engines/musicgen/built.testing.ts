import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';
import type { Role } from '../../../../../models/hub-models.ts';
import { builtMusicgen } from '../../../../../models/musicgen/built.ts';
import type { MusicgenSize } from '../../../../../models/musicgen/size.ts';
import { onnxDevice, type OnnxDevice } from '../../../runtime/onnx-device.ts';
import '../../../runtime/onnx-heap-node.ts';
import { loadModel, type LoadedModel } from './loaded-model.ts';
import type { ModelFiles } from './model-files.ts';

/**
 * The files of a model that is built for tests, in fp32: there, neither batch nor prompt change a token.
 * @param isMerged whether both branches of the decoder are in one file.
 */
export async function builtFiles(size: MusicgenSize, isMerged = true): Promise<ModelFiles> {
  const folder = await builtMusicgen(size);
  const read = async (path: string) => new Uint8Array(await readFile(`${folder}/${path}`));
  return {
    model: size.name,
    dtype: 'fp32',
    has: (role) => (role === 'decoder_model_merged') === isMerged,
    text: async (path) => new TextDecoder().decode(await read(path)),
    graph: async (role: Role) => ({ bytes: await read(`onnx/${role}.onnx`), external: [] }),
  };
}

export const wasm: OnnxDevice = onnxDevice(ort, null);

/** Loads a model that is built for tests, on WebAssembly. */
export async function builtModel(size: MusicgenSize): Promise<LoadedModel> {
  return loadModel(await builtFiles(size), { device: wasm, reference: null }, () => undefined);
}

/** A device that computes something else for one of its outputs. */
export function faulty(output: string, change: (x: number, i: number) => number): OnnxDevice {
  return {
    ...wasm,
    async run(session, feeds, fetches) {
      const outputs = await wasm.run(session, feeds, fetches);
      const tensor = outputs[output] as ort.TypedTensor<'float32'> | undefined;
      if (tensor === undefined) return outputs;
      const data = tensor.data.map(change);
      return { ...outputs, [output]: new wasm.ort.Tensor('float32', data, tensor.dims) };
    },
  };
}
