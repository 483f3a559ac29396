import { SETTINGS, type Role } from '../../../../../models/hub-models.ts';
import { AttuneError } from '../../../core/errors.ts';
import type { ModelFile } from '../../../runtime/model-store/model-store.ts';
import type { Graph } from '../../../runtime/onnx-device.ts';

/** What a folder holds that a model is loaded from, the graphs in a precision that their names end in and that fits the device. */
export const FOLDER_FILES = [
  ...SETTINGS,
  'onnx/text_encoder*.onnx',
  'onnx/decoder_model_merged*.onnx',
  'onnx/encodec_decode*.onnx',
] as const;

/** The files of one model that fit one device. */
export interface ModelFiles {
  /** Its name, or its folder. */
  readonly model: string;
  /** What the decoder's weights are stored as. */
  readonly dtype: string;
  /** @throws AttuneError `model_incomplete` */
  text(path: string): Promise<string>;
  /** Whether the model has it. */
  has(role: Role): boolean;
  /** A graph with the weights that lie beside it. @throws AttuneError `model_incomplete` */
  graph(role: Role): Promise<Graph>;
}

/**
 * @param model its name, or its folder.
 * @param open gives what lies at a path of the model, null where nothing does.
 * @param files that are to be read, of each graph one.
 */
export function modelFiles(
  model: string,
  files: readonly Pick<ModelFile, 'path' | 'part' | 'external' | 'dtype'>[],
  open: (path: string) => Promise<Blob | null>,
): ModelFiles {
  async function content(path: string): Promise<Blob> {
    const found = await open(path);
    if (found === null) throw new AttuneError('model_incomplete', { model, missing: path });
    return found;
  }

  async function bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await (await content(path)).arrayBuffer());
  }

  const fileOf = (role: Role) => files.find(({ part, external }) => part === role && !external);

  const pathOf = (role: Role): string => {
    const file = fileOf(role);
    if (file === undefined) throw new AttuneError('model_incomplete', { model, missing: role });
    return file.path;
  };

  return {
    model,
    dtype: files.find(({ part }) => part !== 'settings' && part.startsWith('decoder_model'))?.dtype ?? '',
    has: (role) => fileOf(role) !== undefined,
    text: async (path) => (await content(path)).text(),
    async graph(role) {
      const external = files.filter((file) => file.part === role && file.external);
      return {
        bytes: await bytes(pathOf(role)),
        external: await Promise.all(
          // A graph names the files beside it without their folder.
          external.map(async ({ path }) => ({ path: path.split('/').at(-1)!, data: await bytes(path) })),
        ),
      };
    },
  };
}
