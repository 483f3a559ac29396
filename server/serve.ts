/** Serves the built app: `node server/serve.ts`, after `npm run build`. `PORT` and `HOST` say where. */
import type { EventEmitter } from 'node:events';
import { openApp } from './app.ts';
import { BadEnvironment } from './env.ts';

const port = Number(process.env.PORT || 3000);
if (!Number.isInteger(port) || port < 1 || port > 65535) {
  console.error(`PORT is "${process.env.PORT}", but a port is a whole number from 1 to 65535.`);
  process.exit(1);
}
const server = await openApp().catch((error: unknown) => {
  if (!(error instanceof BadEnvironment)) throw error;
  console.error(error.message);
  process.exit(1);
});

server.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE') throw error;
  console.error(`Port ${port} is in use. Stop what uses it, or choose another: PORT=${port + 1} npm start`);
  process.exit(1);
});

server.listen(port, process.env.HOST, () => {
  console.log(`Attune is at http://localhost:${port} (Ctrl-C stops it)`);
});

/** npm and `npm start` hand on the signal that the terminal has sent to all of them: so long it is the same one, ms. */
const SAME_SIGNAL = 1000;
let stoppedAt: number | undefined;

/**
 * Lets answers under way finish, for a second at most, then has the app close what it has opened: the process ends by
 * itself once nothing is open. Whoever asks a second time ends it at once.
 */
function stop(signal: NodeJS.Signals): void {
  const now = performance.now();
  if (stoppedAt !== undefined) {
    if (now - stoppedAt > SAME_SIGNAL) process.exit(1);
    return;
  }
  stoppedAt = now;
  server.close(() => (process as EventEmitter).emit('sveltekit:shutdown', signal));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 1000).unref();
}

process.on('SIGINT', stop);
process.on('SIGTERM', stop);
