import { randomUUID } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import { building, dev } from '$app/env';
import { signedInBy } from '../server/auth/resolve.ts';
import { processEnv } from '../server/env.ts';
import { connectingTo, SECURITY_HEADERS } from '../server/headers.ts';
import { log } from '../server/log/log.ts';
import { modelHost, modelSources } from '../server/model-host.ts';
import { services } from '../server/services.ts';

/**
 * An environment that can't be used is told of at the start, not by the first request. The database opens meanwhile:
 * what needs it waits, and pages need none.
 */
export const init: ServerInit = () => {
  processEnv();
  if (building) return;
  services().whenOpen(async (database) => {
    const { offerSetUp } = await import('../server/auth/set-up.ts');
    await offerSetUp(database, console.log);
  });
  services()
    .database()
    .catch(() => {}); // The services have said it, and the next request tries again.
  const close = () => services().close();
  (process as EventEmitter).once('sveltekit:shutdown', () => void close());
  // Vite ends at once, and says nothing.
  if (dev) process.once('SIGINT', () => void close().finally(() => process.exit()));
};

export const handle: Handle = async ({ event, resolve }) => {
  const env = processEnv();
  event.locals.requestId = randomUUID();
  event.locals.signedIn = signedInBy(event);
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => html.replace('%attune.model-host%', modelHost(env)),
  });
  // server/app.ts has set them already; the development server sets them on files only.
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
  const policy = response.headers.get('content-security-policy');
  if (policy) {
    response.headers.set('content-security-policy', connectingTo(modelSources(env), passStyles(policy)));
  }
  return response;
};

/** The user is told a number, and the log the reason. What is not there is no failure. */
export const handleError: HandleServerError = ({ event, kind, error }) => {
  const { requestId: id } = event.locals;
  if (kind === 'unknown') log.error({ requestId: id, operation: event.route.id, message: String(error) });
  return { id };
};

/**
 * SvelteKit lets its own scripts pass the content security policy by a nonce. The waveform draws itself in a shadow
 * root with a style element, which passes by the same nonce (`<meta property="csp-nonce">` of the page holds it). In
 * development styles pass anyway.
 */
function passStyles(policy: string): string {
  const nonce = policy.match(/'nonce-[^']+'/)?.[0];
  if (!nonce || policy.includes("'unsafe-inline'")) return policy;
  return policy.replace('style-src ', `style-src ${nonce} `);
}
