import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import type { Address } from './address.ts';
import { lockFile } from './file-lock.ts';
import { createFiles, privateFolder, type PrivateFolder } from './private-folder.ts';
import type { ServerBinary } from './server-binary.ts';
import { endServer, isRunning, runningServer, startServer } from './server-process.ts';

/** How often to look after the server, ms, and how long to wait after it could not be started. */
const WATCH = 1000;
const AFTER_FAILURE = 10_000;

/** Between two looks at whether another app is done with starting it, ms. */
const PAUSE = 50;

/**
 * A database server of the app's own, in a folder. Whoever holds the folder's lock is responsible for it: starts it,
 * starts it again when it dies, takes over one that a killed app left, and ends it. Other apps on the same folder share
 * it, and one of them takes the lock when its holder is gone.
 */
export class PrivateServer {
  readonly #binary: ServerBinary;
  readonly #folder: PrivateFolder;
  readonly #end = new AbortController();
  #unlock: (() => void) | null = null;
  #pid = 0;
  #watching: Promise<void> = Promise.resolve();

  private constructor(binary: ServerBinary, path: string) {
    this.#binary = binary;
    this.#folder = privateFolder(path);
  }

  /**
   * Starts or joins the server of the folder at `path`, creating both where they are not there.
   * @param report told, in words for whoever runs the app, when it died and can't be started again; it is tried on
   * @throws with the end of the server's own log
   */
  static async open(
    binary: ServerBinary,
    path: string,
    report: (message: string) => void,
  ): Promise<PrivateServer> {
    const server = new PrivateServer(binary, path);
    try {
      await server.#ensure();
    } catch (error) {
      server.#unlock?.();
      throw error;
    }
    server.#watching = server.#watch(report);
    return server;
  }

  /** Creates a database where it is not there. @returns its address */
  async createDatabase(name: string): Promise<Address> {
    const server: Address = { socketPath: this.#folder.socket, user: 'root' };
    const connection = await createConnection(server);
    try {
      await connection.query('CREATE DATABASE IF NOT EXISTS ??', [name]);
    } finally {
      await connection.end();
    }
    return { ...server, database: name };
  }

  /** Ends the server, unless another app is responsible for it. @returns once its process is gone */
  async stop(): Promise<void> {
    this.#end.abort();
    await this.#watching;
    this.#unlock ??= lockFile(this.#folder.lock);
    if (this.#unlock === null) return;
    await endServer(this.#pid);
    this.#unlock();
    this.#unlock = null;
  }

  /** As `stop`, but waits for nothing: for a process that is at its end. */
  endNow(): void {
    if (this.#unlock !== null && isRunning(this.#pid)) process.kill(this.#pid, 'SIGTERM');
  }

  /** @returns once the server answers, whoever started it */
  async #ensure(): Promise<void> {
    for (;;) {
      this.#unlock ??= lockFile(this.#folder.lock);
      const running = await runningServer(this.#folder);
      if (running !== null) {
        this.#pid = running;
        return;
      }
      if (this.#unlock !== null) {
        await createFiles(this.#binary, this.#folder);
        this.#pid = await startServer(this.#binary, this.#folder);
        return;
      }
      await sleep(PAUSE, undefined, { signal: this.#end.signal });
    }
  }

  async #watch(report: (message: string) => void): Promise<void> {
    const { signal } = this.#end;
    for (let pause = WATCH; !signal.aborted;) {
      try {
        await sleep(pause, undefined, { ref: false, signal });
        pause = WATCH;
        this.#unlock ??= lockFile(this.#folder.lock);
        if (!isRunning(this.#pid)) await this.#ensure();
      } catch (error) {
        if (signal.aborted) return;
        pause = AFTER_FAILURE;
        report((error as Error).message);
      }
    }
  }
}
