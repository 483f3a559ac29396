/**
 * The endpoints over HTTP, behind the hook, without the build: what tests of the API ask. The handlers and the hook are
 * those of the app; SvelteKit's own part, finding a route and keeping cookies, is done here as it does it.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RequestEvent } from '@sveltejs/kit';
import { getRequest, setResponse } from '@sveltejs/kit/node';
import { Database } from '../server/database/database.ts';
import { processEnv } from '../server/env.ts';
import { clientAddress, clientProtocol } from '../server/http/client.ts';
import { CookieStore } from './cookie-store.ts';
import { migratedDatabase } from './database.ts';
import { databaseUrl } from './database-url.ts';
import { API_FILES, findRoute, type Handlers } from './routes.ts';

export interface ApiServer {
  url: string;
  /** The database of the server, to look into. */
  database: Database;
  stop(): Promise<void>;
}

/**
 * Starts a server on a database of its own; a test file can have one, and a process of its own
 * (`x.alone.test.ts`), for the services of a process are opened once.
 * @param env what the server is told besides; `DATABASE_URL: 'none'` for no database.
 */
export async function startApi(env: Record<string, string> = {}): Promise<ApiServer> {
  const address = await migratedDatabase();
  Object.assign(process.env, { DATABASE_URL: databaseUrl(address) }, env);
  const database = new Database(address);
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    database,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await database.close();
      const { services } = await import('../server/services.ts');
      await services().close();
    },
  };
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const base = `${clientProtocol(incoming)}://${incoming.headers.host}`;
  const request = getRequest({ base, request: incoming, response: outgoing });
  const url = new URL(request.url);
  if (!isDecodable(url.pathname))
    return setResponse(outgoing, new Response('Malformed URI', { status: 400 }));
  const route = findRoute(Object.keys(API_FILES), url.pathname);
  const cookies = new CookieStore(request.headers.get('cookie') ?? '');
  const event = {
    request,
    url,
    cookies,
    params: route?.params ?? {},
    route: { id: route?.id ?? null },
    locals: {},
    getClientAddress: () => clientAddress(incoming, processEnv().TRUSTED_PROXIES),
  } as unknown as RequestEvent;
  const { handle } = await import('../src/hooks.server.ts');
  const response = await handle({
    event,
    // Where there is no route the hook has answered.
    resolve: async () => respond(event, await API_FILES[route!.file]!()),
  });
  for (const line of cookies.lines) response.headers.append('set-cookie', line);
  setResponse(outgoing, response);
}

async function respond(event: RequestEvent, handlers: Handlers): Promise<Response> {
  const { method } = event.request;
  const handler = handlers[method] ?? (method === 'HEAD' ? handlers.GET : undefined);
  return handler ? handler(event) : new Response(null, { status: 405 });
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
