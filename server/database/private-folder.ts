import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ServerBinary } from './server-binary.ts';

/** Bytes that the path of a Unix socket may have on every platform: macOS has 104, with the zero at the end. */
const LONGEST_SOCKET = 103;

/** Where a private server keeps its things. */
export interface PrivateFolder {
  files: string;
  socket: string;
  pid: string;
  log: string;
  lock: string;
  /** For the server's temporary files. */
  temporary: string;
}

/** Makes the folder where it is not there. Whoever can open the socket is root in the database: only this user can. */
export function privateFolder(path: string): PrivateFolder {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o700);
  const folder = realpathSync(path);
  const inside = (name: string) => join(folder, name);
  return {
    files: inside('files'),
    socket: socketPath(folder),
    pid: inside('pid'),
    log: inside('log'),
    lock: inside('lock'),
    temporary: inside('tmp'),
  };
}

/** In the folder, or where that path is too long in one of its own beside other temporary files. */
function socketPath(folder: string): string {
  const socket = join(folder, 'socket');
  if (Buffer.byteLength(socket) <= LONGEST_SOCKET) return socket;
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const elsewhere = join(tmpdir(), `attune-${name}`);
  mkdirSync(elsewhere, { recursive: true, mode: 0o700 });
  const { mode, uid } = lstatSync(elsewhere);
  if ((mode & 0o170777) !== 0o040700 || uid !== process.getuid?.()) {
    throw new Error(`${elsewhere} must be a folder that only this user can open.`);
  }
  return join(elsewhere, 'socket');
}

/**
 * Creates the files of the database where there are none: beside their place, so that they are whole or not there.
 * @throws what the installer said
 */
export async function createFiles(binary: ServerBinary, { files, temporary }: PrivateFolder): Promise<void> {
  if (existsSync(files)) return;
  const unfinished = `${files}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  const [installer, ...args] = binary.create(unfinished);
  await promisify(execFile)(installer, args, { env: await ownTemporary(temporary) }).catch(
    (error: Error & { stdout?: string; stderr?: string }) => {
      const said = `${error.stdout ?? ''}${error.stderr ?? ''}`;
      throw new Error(`The files of the database could not be created: ${error.message}\n${said}`);
    },
  );
  await rename(unfinished, files);
}

/**
 * A server that starts removes what looks like temporary tables from the folder of temporary files, also those of another
 * server that is at work there: each has a folder of its own.
 * @returns the environment that says so
 */
export async function ownTemporary(temporary: string): Promise<NodeJS.ProcessEnv> {
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  return { ...process.env, TMPDIR: temporary };
}
