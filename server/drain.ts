import { Server as Listener } from 'node:net';
import type { Server, ServerResponse } from 'node:http';

/** How long a connection may stay silent before it is closed, and answers may take, ms. Docker kills after 10 s. */
const LIMITS = { silence: 1000, answers: 7000 };

/**
 * Keeps account of what is under way on a server, to bring it to its end without losing a request.
 * @returns a function that stops taking connections, lets the answers under way finish within a limit, answers what
 * still comes on kept connections, each with the word that it is the last, and is done when no connection is left
 */
export function drainable(server: Server, { silence, answers } = LIMITS): () => Promise<void> {
  const underWay = new Set<ServerResponse>();
  server.prependListener('request', (_, response) => {
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
  });

  return async () => {
    const beLast = (response: ServerResponse) => void (response.shouldKeepAlive = false);
    underWay.forEach(beLast);
    server.prependListener('request', (_, response) => beLast(response));
    server.keepAliveTimeout = silence;
    // Once they had time to send what they were about to.
    const quiet = setTimeout(() => server.closeIdleConnections(), silence);
    const late = setTimeout(() => server.closeAllConnections(), answers);
    // The close of an HTTP server would end kept connections at once, and with them requests that are on their way.
    await new Promise((resolve) => Listener.prototype.close.call(server, resolve));
    for (const timer of [quiet, late]) clearTimeout(timer);
  };
}
