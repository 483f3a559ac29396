/** Serves the built app: `node server/serve.ts`, after `npm run build`. `PORT` and `HOST` say where. */
import type { EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';
import { openApp } from './app.ts';
import { drainable } from './drain.ts';
import { beginStopping } from './stopping.ts';
import { BadEnvironment, processEnv } from './env.ts';

const server = await openApp().catch((error: unknown) => {
  if (!(error instanceof BadEnvironment)) throw error;
  console.error(error.message);
  process.exit(1);
});
const { PORT: port, HOST: host } = processEnv();

server.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  console.error(explain(code, message));
  process.exit(1);
});

function explain(code: string | undefined, message: string): string {
  if (code === 'EADDRINUSE') return inUse(port);
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL')
    return `HOST is "${host}", but this machine has no such address.`;
  return `Attune can't serve on port ${port}: ${message}`;
}

function inUse(port: number): string {
  return `Port ${port} is in use. Stop what uses it, or choose another: PORT=${port + 1} npm start`;
}

server.listen(port, host, () => {
  const { port } = server.address() as AddressInfo;
  console.log(`Attune is at http://localhost:${port} (Ctrl-C stops it)`);
});

const drain = drainable(server);

/** npm and `npm start` hand on the signal that the terminal has sent to all of them: so long it is the same one, ms. */
const SAME_SIGNAL = 1000;
let stoppedAt: number | undefined;

/**
 * Lets answers under way finish, then has the app close what it has opened: the process ends by itself once nothing is
 * open. Whoever asks a second time ends it at once.
 */
function stop(signal: NodeJS.Signals): void {
  const now = performance.now();
  if (stoppedAt !== undefined) {
    if (now - stoppedAt > SAME_SIGNAL) process.exit(1);
    return;
  }
  stoppedAt = now;
  beginStopping();
  void drain().then(() => (process as EventEmitter).emit('sveltekit:shutdown', signal));
}

process.on('SIGINT', stop);
process.on('SIGTERM', stop);
