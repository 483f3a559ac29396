import { inject } from 'vitest';
import { graphPath, type Dtype, type Role } from '../../../../../models/hub-models.ts';

const MODEL = 'attune/musicgen-tiny';

async function served(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(`${inject('modelHub')}/${MODEL}/resolve/main/${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** The files of the tiny model, from the hub of the tests. */
export const tinyFiles = {
  model: MODEL,
  dtype: 'fp32',
  has: (role: Role) => role === 'decoder_model_merged',
  text: async (path: string) => new TextDecoder().decode(await served(path)),
  graph: async (role: Role, dtype: Dtype = 'fp32') => ({
    bytes: await served(graphPath(role, dtype)),
    external: [],
  }),
};
