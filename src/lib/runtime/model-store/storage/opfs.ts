import { requireEnd, type KeptFile, type ModelStorage } from './storage.ts';

/** What is used of synchronous access, which the DOM's types know in workers alone. File System Standard, section 2.6. */
interface SyncFile {
  write(bytes: Uint8Array, at: { at: number }): number;
  truncate(bytes: number): void;
  flush(): void;
  close(): void;
}
type WorkerFile = FileSystemFileHandle & {
  createSyncAccessHandle(): Promise<SyncFile>;
  move(name: string): Promise<void>;
};

/**
 * Keeps files in the origin private file system, for dedicated workers: only they can write in place. A page could
 * write to a copy only, so that every piece of a download would cost a copy of all of it.
 * @param folder below the root of the file system.
 */
export function opfsStorage(folder: string): ModelStorage {
  const root = async (): Promise<FileSystemDirectoryHandle> =>
    (await navigator.storage.getDirectory()).getDirectoryHandle(folder, { create: true });

  /** @returns the folder that holds `path`, and the last name in it. */
  async function locate(path: string, create: boolean): Promise<[FileSystemDirectoryHandle, string]> {
    const names = path.split('/');
    const last = names.pop()!;
    let parent = await root();
    for (const name of names) parent = await parent.getDirectoryHandle(name, { create });
    return [parent, last];
  }

  async function handle(path: string, create: boolean): Promise<WorkerFile> {
    const [parent, name] = await locate(path, create);
    return (await parent.getFileHandle(name, { create })) as WorkerFile;
  }

  async function open(path: string): Promise<File | null> {
    const found = await handle(path, false).catch(absent);
    return found === null ? null : found.getFile();
  }

  const size = async (path: string): Promise<number | null> => (await open(path))?.size ?? null;

  /** Writes `bytes` at `at`, and ends the file after them. */
  async function put(path: string, bytes: Uint8Array, at: number): Promise<void> {
    const file = await (await handle(path, true)).createSyncAccessHandle();
    try {
      writeAll(file, bytes, at);
    } finally {
      file.close();
    }
  }

  async function remove(path: string): Promise<void> {
    const found = await locate(path, false).catch(absent);
    await found?.[0].removeEntry(found[1], { recursive: true }).catch(absent);
  }

  return {
    size,
    async append(path, bytes, at) {
      requireEnd(path, at, (await size(path)) ?? 0);
      await put(path, bytes, at);
    },
    write: (path, bytes) => put(path, bytes, 0),
    open,
    async rename(from, to) {
      const file = await handle(from, false);
      await remove(to);
      await file.move(to.slice(to.lastIndexOf('/') + 1));
    },
    remove,
    list: async () => listFolder(await root(), ''),
    async free() {
      const { quota, usage } = await navigator.storage.estimate();
      return quota === undefined ? null : Math.max(0, quota - (usage ?? 0));
    },
  };
}

/** Writes at `at` and ends the file there. Some browsers write less than they were given instead of saying that the quota is used up. */
function writeAll(file: SyncFile, bytes: Uint8Array, at: number): void {
  try {
    const written = file.write(bytes, { at });
    if (written < bytes.length) throw new DOMException('no space left', 'QuotaExceededError');
    file.truncate(at + written);
    file.flush();
  } catch (error) {
    file.truncate(at);
    throw error;
  }
}

async function listFolder(folder: FileSystemDirectoryHandle, prefix: string): Promise<KeptFile[]> {
  const found: KeptFile[] = [];
  for await (const [name, entry] of folder.entries()) {
    const path = prefix + name;
    if (entry.kind === 'directory') {
      found.push(...(await listFolder(entry as FileSystemDirectoryHandle, `${path}/`)));
    } else {
      const { size } = await (entry as FileSystemFileHandle).getFile();
      found.push({ path, bytes: size, inMemory: false });
    }
  }
  return found;
}

/** @returns null for what is not there; throws on. */
function absent(error: unknown): null {
  if (error instanceof DOMException && ['NotFoundError', 'TypeMismatchError'].includes(error.name))
    return null;
  throw error;
}
