import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { startServer } from '../server-process.ts';

/** `npm start` of the built app with an environment of its own, until `use` is through. */
export async function withServer<T>(
  port: number,
  env: Record<string, string>,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const server = await startServer({ ...env, PORT: String(port) });
  try {
    return await use(server.url);
  } finally {
    await server.stop();
  }
}

/** @returns a port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
