/** Serves the built app: `node server/serve.ts`, after `npm run build`. `PORT` and `HOST` say where. */
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

/** Lets answers under way finish, for a second at most. */
function stop(): void {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 1000).unref();
}

process.on('SIGINT', stop);
process.on('SIGTERM', stop);
