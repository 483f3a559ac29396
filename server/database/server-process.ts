import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { isLost } from './errors.ts';
import { ownTemporary, type PrivateFolder } from './private-folder.ts';
import type { ServerBinary } from './server-binary.ts';

/** Between two looks at a server that starts or ends, ms. */
const PAUSE = 20;

/** A server that was killed has work to make up for: how long it may take until it answers, ms. */
const LONGEST_START = 120_000;

const LAST_LINES = 15;

/**
 * Starts a server, which goes on without this process: in a group of its own, so that Ctrl-C in a terminal reaches the
 * app alone and the app can end its server last.
 * @returns its process id, once it answers
 * @throws with the end of the server's own log
 */
export async function startServer(binary: ServerBinary, folder: PrivateFolder): Promise<number> {
  const { files, socket, pid, log, temporary } = folder;
  // MySQL would take the number in it for a server that runs, whatever has that number now.
  rmSync(`${socket}.lock`, { force: true });
  // How the last one ended may be worth knowing.
  if (existsSync(log)) await rename(log, `${log}.before`);
  const output = await open(log, 'w', 0o600);
  const [program, ...args] = binary.serve(files, socket, pid);
  const child = spawn(program, args, {
    detached: true,
    stdio: ['ignore', output.fd, output.fd],
    env: await ownTemporary(temporary),
  });
  let ended: string | undefined;
  child.on('error', ({ message }) => (ended = message));
  child.on('exit', (code, signal) => (ended = `it ended (${signal ?? `exit code ${code}`})`));
  child.unref();
  await output.close();

  for (let waited = 0; waited < LONGEST_START; waited += PAUSE) {
    const running = await runningServer(folder);
    if (running !== null) {
      // One that a killed app had begun to start was quicker, and has the files.
      if (running !== child.pid) child.kill('SIGKILL');
      return running;
    }
    if (ended !== undefined) break;
    await sleep(PAUSE);
  }
  child.kill('SIGKILL');
  throw new Error(
    `The private database did not start: ${ended ?? 'it does not answer'}. Its log, ${log}, ends with\n${tail(log)}`,
  );
}

/** @returns the process id of the server that answers on the folder's socket, or null where none does */
export async function runningServer({ socket, pid }: PrivateFolder): Promise<number | null> {
  try {
    const connection = await createConnection({ socketPath: socket, user: 'root' });
    await connection.end();
  } catch (error) {
    if (isLost(error)) return null;
    throw error;
  }
  const number = Number(await readFile(pid, 'utf8').catch(() => ''));
  return number > 0 ? number : null;
}

/** Asks a server to end. @returns once its process is gone */
export async function endServer(pid: number): Promise<void> {
  if (!isRunning(pid)) return;
  process.kill(pid, 'SIGTERM');
  while (isRunning(pid)) await sleep(PAUSE);
}

/** @returns whether the process is there. On Linux one that has ended stays until its parent has asked how: state Z. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LAST_LINES).join('\n');
}
