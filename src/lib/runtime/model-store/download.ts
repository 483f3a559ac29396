import * as z from 'zod';
import { AttuneError } from '../../core/errors.ts';
import { matches } from './digest.ts';
import type { Hub } from './hub/hub.ts';
import { listedSchema, type Listed } from './hub/listing.ts';
import { Changed } from './hub/ranges.ts';
import { receive } from './receive.ts';
import { readJson, writeJson } from './storage/json.ts';
import type { ModelStorage } from './storage/storage.ts';

/** A download, and what it needs. */
export interface Download {
  hub: Hub;
  storage: ModelStorage;
  url: string;
  /** Where the file is to lie. */
  path: string;
  file: Listed;
  /** Told how many bytes of the file there are now. */
  received(bytes: number): void;
  signal: AbortSignal | undefined;
}

/** What is noted of an unfinished download: which version of the file it is of. */
const journalSchema = z.object({
  ...listedSchema.shape,
  /** What the server calls the version, where it tells no hash of it. */
  etag: z.string().nullable(),
});
export type Journal = z.infer<typeof journalSchema>;

/**
 * Downloads a file beside where it is to lie, goes on from what an earlier try has left, verifies it as it lies there
 * and puts it in its place.
 * @throws AttuneError `download_corrupt` when the content is not what the hub says: it is deleted, so that the next try
 * begins anew. `download_failed` when the hub can't be reached: the next try goes on.
 * @throws Changed when the hub has another version by now; what was kept of the old one is deleted.
 */
export async function download(job: Download): Promise<void> {
  const { storage, path, file, signal } = job;
  const part = `${path}.part`;
  const note = `${part}.json`;
  const discard = async (): Promise<void> => {
    await storage.remove(part);
    await storage.remove(note);
  };

  let journal = await readJson(storage, note, journalSchema);
  if (journal === null || !isOf(journal, file)) {
    await discard();
    journal = { ...file, etag: null };
    await writeJson(storage, note, journal);
  }
  try {
    await receive(job, part, journal, (known) => writeJson(storage, note, known));
  } catch (error) {
    if (error instanceof Changed) await discard();
    throw error;
  }
  const whole = (await storage.open(part)) ?? new Blob();
  if (file.digest !== null && !(await matches(whole, file.digest, signal))) {
    await discard();
    throw new AttuneError('download_corrupt', { file: file.path });
  }
  await storage.rename(part, path);
  // Where the disk was full, its share is still there: the note lets a later session go on from it.
  if ((await storage.size(part)) === null) await storage.remove(note);
}

/** @returns whether what the journal speaks of is, as far as is known, `file`. */
function isOf(journal: Journal, { bytes, digest }: Listed): boolean {
  return journal.bytes === bytes && journal.digest?.hex === digest?.hex;
}
