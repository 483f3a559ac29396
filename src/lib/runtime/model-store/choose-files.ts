import {
  graphPath,
  OPTIONAL_SETTINGS,
  SETTINGS,
  type Dtype,
  type Role,
} from '../../../../models/hub-models.ts';
import type { Listed } from './hub/listing.ts';
import type { ModelFile, Wanted } from './model-store.ts';

/** Pieces of external data that are looked for: they are of up to 2 GB, and WebAssembly has 4 GB in all. */
const EXTERNAL_PIECES = 2;

/** A file that fits what is wanted. */
export type Chosen = Omit<ModelFile, 'here'>;

/** @returns every path at which something that is wanted may lie. */
export function candidates(wanted: Wanted): string[] {
  const graphs = graphsOf(wanted).flatMap(({ role, dtypes }) =>
    waysTo(role).flatMap((roles) => roles.flatMap((one) => dtypes.map((dtype) => graphPath(one, dtype)))),
  );
  return [...SETTINGS, ...OPTIONAL_SETTINGS, ...graphs, ...graphs.flatMap(externalPaths)];
}

/** @returns of each graph the first dtype that is there, with its external data, and the settings; and what is missing. */
export function chooseFiles(
  wanted: Wanted,
  listed: readonly Listed[],
): { chosen: Chosen[]; missing: readonly string[] } {
  const at = new Map(listed.map((file) => [file.path, file]));
  const there = (paths: readonly string[]): Listed[] =>
    paths.map((path) => at.get(path)).filter((file) => file !== undefined);

  const chosen = there([...SETTINGS, ...OPTIONAL_SETTINGS]).map((file): Chosen => ({
    ...file,
    part: 'settings',
    dtype: null,
    external: false,
  }));
  const missing: string[] = SETTINGS.filter((path) => !at.has(path));
  for (const { role, dtypes } of graphsOf(wanted)) {
    const ways = waysTo(role).flatMap((roles) => dtypes.map((dtype) => ({ roles, dtype })));
    const way = ways.find(({ roles, dtype }) => roles.every((one) => at.has(graphPath(one, dtype))));
    if (way === undefined) {
      missing.push(dtypes.map((one) => graphPath(role, one)).join(' | '));
      continue;
    }
    for (const part of way.roles) {
      const graph = graphPath(part, way.dtype);
      for (const file of there([graph, ...externalPaths(graph)])) {
        chosen.push({ ...file, part, dtype: way.dtype, external: file.path !== graph });
      }
    }
  }
  return { chosen, missing };
}

/** The graphs that do what one does: some exports have the two branches of the decoder in files of their own only. */
function waysTo(role: Role): Role[][] {
  return role === 'decoder_model_merged' ? [[role], ['decoder_model', 'decoder_with_past_model']] : [[role]];
}

function graphsOf(wanted: Wanted): { role: Role; dtypes: readonly Dtype[] }[] {
  return (Object.entries(wanted) as [Role, readonly Dtype[]][]).map(([role, dtypes]) => ({ role, dtypes }));
}

/** Names of a graph's external data, as transformers.js has them: `x.onnx_data`, `x.onnx_data_1`, ... */
function externalPaths(graph: string): string[] {
  return Array.from({ length: EXTERNAL_PIECES }, (_, i) => `${graph}_data${i === 0 ? '' : `_${i}`}`);
}
