import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { processEnv } from './env.ts';
import { connectingTo, policyHeader, SECURITY_HEADERS, STRICT_TRANSPORT } from './headers.ts';
import { modelSources } from './model-host.ts';
import { serviceWorkerFor } from './service-worker.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => unknown;

const FORWARDED = 'x-forwarded-proto';

/**
 * The built app as a server that does not listen yet. The headers are set in front of SvelteKit, because it serves
 * files before any of its hooks run.
 * @throws BadEnvironment
 */
export async function openApp(): Promise<Server> {
  const policy = connectingTo(modelSources(processEnv()), policyHeader());
  // SvelteKit takes every request for https unless it is told which header names the protocol.
  process.env.PROTOCOL_HEADER = FORWARDED;
  const built = new URL('../build/handler.js', import.meta.url).href;
  const { handler } = (await import(built)) as { handler: Handler };
  const serviceWorker = serviceWorkerFor(
    policy,
    await readFile(new URL('../build/client/sw.js', import.meta.url), 'utf8'),
  );

  return createServer((request, response) => {
    const protocol = clientProtocol(request);
    request.headers[FORWARDED] = protocol;
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    response.setHeader('content-security-policy', policy);
    if (protocol === 'https') response.setHeader('strict-transport-security', STRICT_TRANSPORT);
    if (request.url === '/sw.js') sendServiceWorker(response, serviceWorker);
    else handler(request, response, () => response.writeHead(404).end());
  });
}

/** What the client spoke. A chain of proxies lists a protocol each, the client's first. */
function clientProtocol({ headers }: IncomingMessage): string {
  const [first = 'http'] = String(headers[FORWARDED] ?? 'http').split(',');
  return first.trim();
}

function sendServiceWorker(response: ServerResponse, text: string): void {
  response.writeHead(200, {
    'content-type': 'text/javascript',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-cache',
  });
  response.end(text);
}
