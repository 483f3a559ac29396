import type { TestProject } from 'vitest/node';
import { startHub } from '../models/hub.ts';
import { builtMusicgen } from '../models/musicgen/built.ts';
import { TINY } from '../models/musicgen/size.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a model hub on this machine, which has `attune/musicgen-tiny`. */
    modelHub: string;
  }
}

/** Serves a small MusicGen to the tests that run in the browser. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const hub = await startHub({ 'attune/musicgen-tiny': await builtMusicgen(TINY) });
  project.provide('modelHub', hub.url);
  return () => hub.close();
}
