import type { AddressInfo } from 'node:net';
import { openApp } from '../server/app.ts';

// Several of these run beside one another. What tests a database starts servers of its own.
process.env.DATABASE_URL ??= 'none';

/** The built app, served by this process on a port of its own. */
export interface BuiltApp {
  url: string;
  /** Called with every answer: the path asked for, its content type, and the bytes of its body on the wire. */
  onAnswer(listener: (path: string, type: string, bytes: number) => void): void;
  stop(): Promise<void>;
}

/** Serves what `npm run build` left. */
export async function serveBuilt(): Promise<BuiltApp> {
  const server = await openApp();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    onAnswer(listener) {
      server.on('request', (request, response) => {
        response.on('finish', () => {
          const [type, bytes] = ['content-type', 'content-length'].map((name) => response.getHeader(name));
          listener(request.url ?? '', String(type), Number(bytes ?? 0));
        });
      });
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
