import { AttuneError, readFaces } from '#lib/index.ts';
import type { Command } from './args.ts';
import { readMedia } from './files.ts';
import { readingsText } from './say.ts';

/**
 * Reads the faces in a picture.
 * @returns what to print.
 * @throws AttuneError `no_face` where there is none, or what is wrong with the picture.
 */
export async function read({ file, json }: Command & { name: 'read' }, signal: AbortSignal): Promise<string> {
  const look = await readFaces(await readMedia(file), signal);
  if (look.readings.length === 0) throw new AttuneError('no_face');
  return json ? JSON.stringify(look, null, 2) : readingsText(look.readings);
}
