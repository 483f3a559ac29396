import { hubModelId } from '../../../../models/hub-models.ts';
import { AttuneError } from '../../core/errors.ts';
import type { KeptModel } from './model-store.ts';
import type { KeptFile } from './storage/storage.ts';

/** Ids never have this in them. */
const SLASH = '--';

/** The graph of a decoder; a download that is unfinished ends in `.part`. */
const DECODER = /\/onnx\/decoder[^/]*\.onnx$/;

/**
 * One folder a model, whether its id has an owner or not.
 * @throws AttuneError `bad_options` for what is no model's id.
 */
export function modelFolder(id: string): string {
  const { success } = hubModelId.safeParse(id);
  if (!success)
    throw new AttuneError('bad_options', { field: 'params.model', reason: `${id} is no model's id` });
  return id.replace('/', SLASH);
}

/** What is noted of a model's files, which is no part of it. */
export const LISTING = 'hub-listing.json';

/** @returns what models lie in a storage that has these files. */
export function modelsAmong(files: readonly KeptFile[]): KeptModel[] {
  const byFolder = Map.groupBy(files, ({ path }) => path.slice(0, Math.max(0, path.indexOf('/'))));
  byFolder.delete('');
  for (const [folder, own] of byFolder) {
    if (own.every(({ path }) => path.endsWith(`/${LISTING}`))) byFolder.delete(folder);
  }
  return Array.from(byFolder, ([folder, own]) => ({
    id: folder.replace(SLASH, '/'),
    bytes: total(own),
    unfinished: total(own.filter(({ path }) => path.endsWith('.part'))),
    hasDecoder: own.some(({ path }) => DECODER.test(path)),
    inMemory: own.some(({ inMemory }) => inMemory),
  }));
}

function total(files: readonly KeptFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
