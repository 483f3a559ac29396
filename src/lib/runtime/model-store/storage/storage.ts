/** A file that is kept. */
export interface KeptFile {
  /** From the root of the storage, with `/`. */
  path: string;
  bytes: number;
  /** Whether the memory holds it, wholly or in part: such a file is gone when the process or the worker ends. */
  inMemory: boolean;
}

/**
 * Where model files lie: the browser's private file system, or a folder on disk. Both look alike; paths are
 * relative, with `/`, and folders come and go with their files. What a call has written stays when the next is cut off.
 * Calls fail with what the platform throws; `isFull` knows what they throw for want of space.
 */
export interface ModelStorage {
  /** @returns the bytes of a file, null where there is none. */
  size(path: string): Promise<number | null>;
  /**
   * Writes at the end of a file, which is made where it is not there.
   * @param at where the file ends now.
   * @throws RangeError when it ends elsewhere. A write that fails leaves the file as it was.
   */
  append(path: string, bytes: Uint8Array<ArrayBuffer>, at: number): Promise<void>;
  /** Writes a whole file, in place of what is there. */
  write(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** @returns the content, which is read only as it is asked for; null where there is none. */
  open(path: string): Promise<Blob | null>;
  /** Gives a file another name, in place of what has that name. */
  rename(from: string, to: string): Promise<void>;
  /** Deletes a file, or a folder with everything in it; there may be none. */
  remove(path: string): Promise<void>;
  list(): Promise<KeptFile[]>;
  /** @returns how many bytes more may be kept, null where that can't be known. */
  free(): Promise<number | null>;
}

/** What platforms say when there is no space: DOM Standard, "QuotaExceededError"; errno(3). */
const FULL = ['QuotaExceededError', 'ENOSPC', 'EDQUOT'];

/** @returns whether a write failed for want of space. */
export function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return FULL.includes(error.name) || ('code' in error && FULL.includes(String(error.code)));
}

/** @throws RangeError unless `at` is where the file at `path` ends. */
export function requireEnd(path: string, at: number, size: number): void {
  if (at !== size) throw new RangeError(`${path} ends at ${size}, not at ${at}`);
}
