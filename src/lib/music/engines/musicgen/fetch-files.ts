import { AttuneError } from '../../../core/errors.ts';
import type { ModelFile, ModelStore, Progress } from '../../../runtime/model-store/model-store.ts';

/** Downloads what is not here yet of `files`. @throws AttuneError what the store fails with */
export async function fetchFiles(
  store: ModelStore,
  id: string,
  files: readonly ModelFile[],
  report: Progress,
  signal: AbortSignal | undefined,
): Promise<void> {
  await store.download(id, files, 'disk', report, signal).catch((error: unknown) => {
    // Without space on the disk it is downloaded again the next time, but the music plays.
    if (AttuneError.from(error).code !== 'storage_short') throw error;
    return store.download(id, files, 'memory', report, signal);
  });
}
