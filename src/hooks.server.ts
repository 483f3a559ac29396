import { randomUUID } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import type { RequestEvent } from '@sveltejs/kit';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import { building, dev } from '$app/env';
import { signedInBy } from '../server/auth/resolve.ts';
import { processEnv } from '../server/env.ts';
import { connectingTo, SECURITY_HEADERS } from '../server/headers.ts';
import { isCrossSite, refuseCrossSite } from '../server/http/cross-site.ts';
import { Refusal, refused } from '../server/http/refusal.ts';
import { openLedger } from '../server/log/ledger.ts';
import { httpRequests, httpSeconds } from '../server/log/metrics.ts';
import { recordOperation } from '../server/log/operations.ts';
import { causeOf } from '../server/log/cause.ts';
import { modelHost, modelSources } from '../server/model-host.ts';
import { services } from '../server/services.ts';
import { keepSwept } from '../server/sweeping.ts';

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
  const ledger = openLedger(() => services().database());
  keepSwept();
  const close = () => ledger.close().finally(() => services().close());
  (process as EventEmitter).once('sveltekit:shutdown', () => void close());
  // Vite ends at once, and says nothing.
  if (dev) process.once('SIGINT', () => void close().finally(() => process.exit()));
};

export const handle: Handle = async ({ event, resolve }) => {
  const env = processEnv();
  const started = performance.now();
  event.locals.requestId = randomUUID();
  event.locals.signedIn = signedInBy(event);
  const response =
    refusedUnasked(event) ??
    (await resolve(event, {
      transformPageChunk: ({ html }) => html.replace('%attune.model-host%', modelHost(env)),
    }));
  measure(event, response, performance.now() - started);
  response.headers.set('x-request-id', event.locals.requestId);
  // server/app.ts has set them already; the development server sets them on files only.
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
  const policy = response.headers.get('content-security-policy');
  if (policy) {
    response.headers.set('content-security-policy', connectingTo(modelSources(env), passStyles(policy)));
  }
  return response;
};

/** @returns the answer to what no endpoint needs to see; null where one does. */
function refusedUnasked(event: RequestEvent): Response | null {
  if (isCrossSite(event.request, event.url)) return refuseCrossSite(event);
  // A page that says so would be no answer to a program. No endpoint was asked, so the log has no line of it.
  const isLost = event.route.id === null && /^\/api(\/|$)/.test(event.url.pathname);
  return isLost ? refused(new Refusal(404, 'not_found'), event.locals.requestId) : null;
}

/** The user is told a number, and the log the reason. What is not there is no failure. */
export const handleError: HandleServerError = ({ event, kind, error }) => {
  const { requestId: id } = event.locals;
  if (kind === 'unknown') {
    const operation = `${event.request.method} ${event.route.id}`;
    recordOperation({ requestId: id, operation, status: 'failed', durationMs: 0, message: causeOf(error) });
  }
  return { id };
};

function measure({ request: { method }, route }: RequestEvent, { status }: Response, ms: number): void {
  const labels = { method, route: route.id ?? 'none' };
  httpRequests.inc({ ...labels, status });
  httpSeconds.observe(labels, ms / 1000);
}

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
