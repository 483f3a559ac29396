import { stat } from 'node:fs/promises';
import { m } from '#lib/i18n/paraglide/messages.js';
import { FOLDER_FILES } from '#lib/music/engines/musicgen/model-files.ts';
import { isModelId } from '#lib/music/engines/musicgen/model-shelf.ts';
import { badArgument } from './bad-argument.ts';

/**
 * A model in a folder is the user's own; one that is to be downloaded comes under a licence.
 * @param model its folder, or its name on the hub; undefined for the default one.
 * @throws AttuneError `bad_options` where it is neither a folder nor the name of a model, or the licence is not accepted.
 */
export async function requireModel(model: string | undefined, accepted: boolean): Promise<void> {
  if (model === undefined) {
    if (!accepted) throw badArgument('--accept-licence', m.cli_licence());
    return;
  }
  const found = await stat(model).catch(() => null);
  if (found?.isDirectory() === true) return;
  if (!isModelId(model)) {
    throw badArgument('--model', m.cli_no_model({ path: model, files: FOLDER_FILES.join(', ') }));
  }
  if (!accepted) throw badArgument('--accept-licence', m.cli_licence_named({ model }));
}
