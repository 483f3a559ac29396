import { AttuneError } from '../../core/errors.ts';
import { createCatalogue } from './catalogue.ts';
import { download } from './download.ts';
import { fileUrl, type Hub } from './hub/hub.ts';
import { Changed } from './hub/ranges.ts';
import { ifUnused, whileInUse, whileLocked } from './lock.ts';
import { createMeter } from './meter.ts';
import { modelFolder, modelsAmong } from './model-folder.ts';
import type { ModelFile, ModelStore, Progress, Space } from './model-store.ts';
import { overflowing } from './storage/overflowing.ts';
import type { ModelStorage } from './storage/storage.ts';

/**
 * Opens a model store in this thread.
 * @param hub null where there is none: what lies on the disk is all there is.
 * @param disk where models are kept.
 */
export function createModelStore({ hub, disk }: { hub: Hub | null; disk: ModelStorage }): ModelStore {
  const storage = overflowing(disk);
  const catalogue = createCatalogue(hub, storage);

  async function space(id: string, files: readonly ModelFile[]): Promise<Space> {
    const here = await Promise.all(files.map((file) => catalogue.here(id, file)));
    const needed = files.reduce((sum, { bytes }, i) => sum + bytes - here[i]!, 0);
    return { needed, free: await storage.free() };
  }

  async function requireSpace(id: string, files: readonly ModelFile[]): Promise<void> {
    const { needed, free } = await space(id, files);
    if (free === null || needed <= free) return;
    const megabytes = (bytes: number): number => Math.ceil(bytes / 1e6);
    throw new AttuneError('storage_short', { needed: megabytes(needed), free: megabytes(free) });
  }

  /** One after the other, so that the connection is not shared, and what is whole is of use. */
  async function fetchAll(
    from: Hub,
    id: string,
    files: readonly ModelFile[],
    progress: Progress,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const here = new Map<string, number>();
    for (const file of files) here.set(file.path, await catalogue.here(id, file));
    const meter = createMeter(total, progress);
    const report = (): void => meter([...here.values()].reduce((sum, bytes) => sum + bytes, 0));
    report();
    for (const file of files) {
      if (here.get(file.path) === file.bytes) continue;
      await download({
        hub: from,
        storage,
        url: fileUrl(from, id, file.path),
        path: `${modelFolder(id)}/${file.path}`,
        file,
        received: (bytes) => (here.set(file.path, bytes), report()),
        signal,
      });
    }
  }

  return {
    files: (id, wanted, signal) => catalogue.files(id, wanted, signal).catch(coded),
    space,
    async download(id, files, keep, progress, signal) {
      if (hub === null) return;
      const fetched = async (): Promise<void> => {
        if (keep === 'disk') await requireSpace(id, files);
        storage.keepInMemory(keep === 'memory');
        try {
          await fetchAll(hub, id, files, progress, signal);
        } catch (error) {
          if (!(error instanceof Changed)) throw error;
          await fetchAll(hub, id, await catalogue.refresh(id, files, signal), progress, signal);
        } finally {
          storage.keepInMemory(false);
        }
      };
      await whileInUse(id, signal, () => whileLocked(id, signal, fetched)).catch((error: unknown) => {
        if (!(error instanceof Changed)) return coded(error);
        throw new AttuneError('download_failed', { host: hub.host, reason: error.message }, { cause: error });
      });
    },
    open: (id, path) => storage.open(`${modelFolder(id)}/${path}`),
    list: async () => modelsAmong(await storage.list()),
    remove: (id) => ifUnused(id, () => storage.remove(modelFolder(id))),
  };
}

function coded(error: unknown): never {
  throw AttuneError.from(error);
}
