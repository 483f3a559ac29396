import { spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { NODE } from '../server/run.mjs';

/** The built app, served by a process of its own, as `npm start` does. */
export interface ServerProcess {
  url: string;
  /** Everything that it has printed. */
  said(): string;
  /** Reaches the app's whole process group, as that of a terminal does. */
  signal(signal: NodeJS.Signals): void;
  /** Its exit code, or the signal that ended it. */
  ended: Promise<[code: number | null, signal: NodeJS.Signals | null]>;
  /** Ends it. @returns once it is gone */
  stop(): Promise<void>;
}

/**
 * Starts one.
 * @param env added to the environment; without `PORT` it gets one that is free.
 * @param as in which folder, and as whom.
 * @param command what starts it.
 * @throws with what it printed, where it ends instead, or why it can't be started
 */
export async function startServer(
  env: Record<string, string>,
  as: Pick<SpawnOptions, 'cwd' | 'uid' | 'gid'> = {},
  [program, ...args]: readonly [string, ...string[]] = [NODE, 'server/serve.ts'],
): Promise<ServerProcess> {
  const app = spawn(program, args, {
    ...as,
    env: { ...process.env, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  for (const stream of [app.stdout, app.stderr])
    stream.on('data', (data: Buffer) => (said += data.toString()));
  const ended = once(app, 'exit') as ServerProcess['ended'];
  // Ctrl-C reaches only the group of the tests.
  const end = () => app.kill();
  process.once('exit', end);
  ended.then(
    () => process.off('exit', end),
    () => process.off('exit', end),
  );
  const url = await new Promise<string>((resolve, reject) => {
    app.stdout.on('data', () => {
      const [at] = /http:\/\/localhost:\d+/.exec(said) ?? [];
      if (at !== undefined) resolve(at);
    });
    ended.then(() => reject(new Error(`The server ended: ${said}`)), reject);
  });
  return {
    url,
    said: () => said,
    signal: (signal) => process.kill(-app.pid!, signal),
    ended,
    async stop() {
      app.kill();
      await ended;
    },
  };
}
