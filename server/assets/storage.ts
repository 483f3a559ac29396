import * as z from 'zod';
import { Sha256 } from '../../src/lib/core/asset.ts';
import type { ByteRange } from '../byte-range.ts';

/** Where a file lies: by its owner, by the run that made it, and by its content. */
export const Place = z.object({ user: z.uuid(), run: z.uuid(), sha256: Sha256 });
export type Place = z.infer<typeof Place>;

/** A file that is there, and since when. */
export interface Stored {
  place: Place;
  writtenAt: Date;
}

/** Where files are kept: a folder, or a bucket. */
export interface Storage {
  /** Writes a file whole or not at all; once more is no harm. */
  put(place: Place, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** @returns the bytes of a file, or of a range within it; null where it is not there. */
  get(place: Place, range: ByteRange | null): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | null>;
  /** What is not there is removed already. */
  remove(place: Place): Promise<void>;
  /** @returns the files of a user, or of everybody. */
  list(user?: string): AsyncIterable<Stored>;
  /** Removes what was begun before `since` and never ended. */
  tidy(since: Date): Promise<void>;
}

/** @returns `{user}/{run}/{sha256}`. @throws where a part of it is not what it should be: it could lead elsewhere. */
export function pathOf(place: Place): string {
  const { user, run, sha256 } = Place.parse(place);
  return `${user}/${run}/${sha256}`;
}

/** @returns null where nothing of ours is called so. */
export function placeOf(path: string): Place | null {
  const [user, run, sha256, ...rest] = path.split('/');
  return rest.length > 0 ? null : (Place.safeParse({ user, run, sha256 }).data ?? null);
}
