import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ADDRESS, PROTOCOL, SETTINGS } from './adapter-settings.ts';
import { processEnv, type Env } from './env.ts';
import { connectingTo, policyHeader, SECURITY_HEADERS, STRICT_TRANSPORT } from './headers.ts';
import { clientAddress, clientProtocol } from './http/client.ts';
import { modelSources } from './model-host.ts';
import { serviceWorkerFor } from './service-worker.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => unknown;

/** Proxies keep a connection for a minute: whoever closes it first must not be this server, ms. */
const KEEP_ALIVE = 65_000;

/**
 * The built app as a server that does not listen yet. The headers are set in front of SvelteKit, because it serves
 * files before any of its hooks run.
 * @throws BadEnvironment
 */
export async function openApp(): Promise<Server> {
  const env = processEnv();
  const policy = connectingTo(modelSources(env), policyHeader());
  Object.assign(process.env, SETTINGS);
  const built = new URL('../build/handler.js', import.meta.url).href;
  const { handler } = (await import(built)) as { handler: Handler };
  const serviceWorker = serviceWorkerFor(
    policy,
    await readFile(new URL('../build/client/sw.js', import.meta.url), 'utf8'),
  );

  return createServer({ keepAliveTimeout: KEEP_ALIVE }, (request, response) => {
    tellOf(request, env);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    response.setHeader('content-security-policy', policy);
    if (request.headers[PROTOCOL] === 'https')
      response.setHeader('strict-transport-security', STRICT_TRANSPORT);
    if (request.url === '/sw.js') sendServiceWorker(response, serviceWorker);
    else handler(request, response, () => response.writeHead(404).end());
  });
}

/** Says in the headers of a request who asks, by which protocol, and for which host. */
function tellOf(request: IncomingMessage, { ORIGIN, TRUSTED_PROXIES }: Env): void {
  const origin = ORIGIN === undefined ? null : new URL(ORIGIN);
  request.headers[ADDRESS] = clientAddress(request, TRUSTED_PROXIES);
  request.headers[PROTOCOL] = origin ? origin.protocol.slice(0, -1) : clientProtocol(request);
  if (origin) request.headers.host = origin.host;
}

function sendServiceWorker(response: ServerResponse, text: string): void {
  response.writeHead(200, {
    'content-type': 'text/javascript',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-cache',
  });
  response.end(text);
}
