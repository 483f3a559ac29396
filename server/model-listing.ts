import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelListing } from '../src/lib/core/model-listing.ts';
import { NAME } from './model-folder.ts';

/** What a folder is that has it. */
const MARK = 'config.json';

/** Settings, and graphs with their external data. */
const NEEDED = /^([^/]+\.json|onnx\/[^/]+\.onnx(_data(_\d+)?)?)$/;

const isServed = new RegExp(`^${NAME}$`);

/**
 * Lists the models of a folder, which lie there as `{owner}/{name}` or as `{name}`, in the order of their ids. Links are
 * followed, and what can't be read is not there, as where files are asked for.
 * @throws where the folder itself can't be read.
 */
export async function listModels(folder: string): Promise<ModelListing> {
  const first = (await readdir(folder)).filter((name) => isServed.test(name));
  const second = await Promise.all(
    first.map(async (owner) => (await namesIn(join(folder, owner))).map((name) => `${owner}/${name}`)),
  );
  const models = await Promise.all(
    [...first, ...second.flat()].sort().map(async (id) => ({ id, files: await neededIn(join(folder, id)) })),
  );
  return models.filter(({ files }) => files.some(({ path }) => path === MARK));
}

async function neededIn(model: string): Promise<ModelListing[number]['files']> {
  const graphs = (await namesIn(join(model, 'onnx'))).map((name) => `onnx/${name}`);
  const paths = [...(await namesIn(model)), ...graphs].filter((path) => NEEDED.test(path));
  const found = await Promise.all(
    paths.map(async (path) => ({ path, there: await stat(join(model, path)).catch(() => null) })),
  );
  return found.flatMap(({ path, there }) => (there?.isFile() ? [{ path, bytes: there.size }] : []));
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => isServed.test(name)).sort();
}
