import * as z from 'zod';
import { AttuneError } from '../../core/errors.ts';
import { candidates, chooseFiles, type Chosen } from './choose-files.ts';
import type { Hub } from './hub/hub.ts';
import { list, listedSchema, type Listed } from './hub/listing.ts';
import { whileNoting } from './lock.ts';
import { LISTING, modelFolder } from './model-folder.ts';
import type { ModelFile, Wanted } from './model-store.ts';
import { readJson, writeJson } from './storage/json.ts';
import type { ModelStorage } from './storage/storage.ts';

/** What the hub has said of a model, kept beside its files. What was asked for and is not among `files` is not there. */
const listingSchema = z.object({ asked: z.array(z.string()), files: z.array(listedSchema) });

/** What there is of models, here and on the hub. */
export interface Catalogue {
  /** `ModelStore.files` */
  files(id: string, wanted: Wanted, signal?: AbortSignal): Promise<ModelFile[]>;
  /** Asks the hub once more for files, and deletes those of another version. @returns them as they are now. */
  refresh<File extends Listed>(
    id: string,
    files: readonly File[],
    signal: AbortSignal | undefined,
  ): Promise<File[]>;
  /** @returns how many bytes of a file are here: all of them only where it is whole and verified. */
  here(id: string, file: Listed): Promise<number>;
}

/** @param hub null where what lies in the storage is all there is. */
export function createCatalogue(hub: Hub | null, storage: ModelStorage): Catalogue {
  const listingPath = (id: string): string => `${modelFolder(id)}/${LISTING}`;

  async function here(id: string, { path, bytes }: Listed): Promise<number> {
    const whole = await storage.size(`${modelFolder(id)}/${path}`);
    if (whole === bytes) return bytes;
    const part = await storage.size(`${modelFolder(id)}/${path}.part`);
    return Math.max(0, Math.min(part ?? 0, bytes - 1));
  }

  const measure = (id: string, chosen: readonly Chosen[]): Promise<ModelFile[]> =>
    Promise.all(chosen.map(async (file) => ({ ...file, here: await here(id, file) })));

  /** @returns the files that fit where nothing is missing and all of them are here, else null. */
  async function ready(id: string, wanted: Wanted, listed: readonly Listed[]): Promise<ModelFile[] | null> {
    const { chosen, missing } = chooseFiles(wanted, listed);
    if (missing.length > 0) return null;
    const files = await measure(id, chosen);
    return files.every((file) => file.here === file.bytes) ? files : null;
  }

  /** @returns what lies here of a model, whatever the hub has. */
  async function lying(id: string): Promise<Listed[]> {
    const prefix = `${modelFolder(id)}/`;
    const noted = await readJson(storage, listingPath(id), listingSchema);
    const files = (await storage.list()).filter(({ path }) => path.startsWith(prefix));
    return files.map(({ path, bytes }) => {
      const inside = path.slice(prefix.length);
      return noted?.files.find((file) => file.path === inside) ?? { path: inside, bytes, digest: null };
    });
  }

  async function ask(
    from: Hub,
    id: string,
    paths: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<Listed[]> {
    const listed = await list(from, id, paths, signal);
    await whileNoting(id, () => note(id, paths, listed));
    return listed;
  }

  /** Notes what the hub has said, and deletes what is of another version. */
  async function note(id: string, paths: readonly string[], listed: readonly Listed[]): Promise<void> {
    const before = await readJson(storage, listingPath(id), listingSchema);
    for (const { path, digest } of before?.files ?? []) {
      const now = listed.find((file) => file.path === path);
      if (now !== undefined && digest !== null && now.digest?.hex !== digest.hex) {
        await storage.remove(`${modelFolder(id)}/${path}`);
      }
    }
    if (listed.length === 0) return;
    const others = before?.files.filter(({ path }) => !paths.includes(path)) ?? [];
    const asked = [...new Set([...(before?.asked ?? []), ...paths])];
    await writeJson(storage, listingPath(id), { asked, files: [...others, ...listed] });
  }

  return {
    here,
    async files(id, wanted, signal) {
      const paths = candidates(wanted);
      const noted = await readJson(storage, listingPath(id), listingSchema);
      if (noted !== null && paths.every((path) => noted.asked.includes(path))) {
        const files = await ready(id, wanted, noted.files);
        if (files !== null) return files;
      }
      const listed =
        hub === null
          ? await lying(id)
          : await ask(hub, id, paths, signal).catch(async (error) => {
              // Without the hub, something else that fits may be here.
              if ((await ready(id, wanted, await lying(id))) === null) throw error;
              return lying(id);
            });
      const { chosen, missing } = chooseFiles(wanted, listed);
      if (missing.length > 0)
        throw new AttuneError('model_incomplete', { model: id, missing: missing.join(', ') });
      return measure(id, chosen);
    },
    async refresh(id, files, signal) {
      if (hub === null) return [...files];
      const listed = await ask(
        hub,
        id,
        files.map(({ path }) => path),
        signal,
      );
      return files.map((file) => {
        const now = listed.find(({ path }) => path === file.path);
        if (now === undefined) throw new AttuneError('model_incomplete', { model: id, missing: file.path });
        return { ...file, ...now };
      });
    },
  };
}
