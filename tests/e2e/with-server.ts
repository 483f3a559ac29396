import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { NODE } from '../../server/run.mjs';
import { expect } from './app.ts';

/** `npm start` of the built app with an environment of its own, until `use` is through. */
export async function withServer<T>(
  port: number,
  env: Record<string, string>,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const server = spawn(NODE, ['server/serve.ts'], {
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    let said = '';
    server.stdout.on('data', (data: Buffer) => (said += data.toString()));
    await expect.poll(() => said).toContain(`http://localhost:${port}`);
    return await use(`http://localhost:${port}`);
  } finally {
    server.kill();
    await once(server, 'exit');
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
