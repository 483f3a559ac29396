import type { RequestEvent } from '@sveltejs/kit';
import { recordOperation } from '../log/operations.ts';
import { Refusal, refused } from './refusal.ts';

const SAFE = ['GET', 'HEAD', 'OPTIONS'];
const OWN = ['same-origin', 'none'];

/**
 * @returns whether a page of another site asks for a change, with the cookies of somebody who does not know. It looks at
 * the method alone, and at no path: paths can be written in many ways. SvelteKit's own check is about forms only.
 *
 * Browsers say where a request comes from, by `Sec-Fetch-Site`; older ones by `Origin`, with every request of another
 * origin that may change something. What says neither is no browser: a command line, or a service that reports what it
 * has done. Nobody can make it carry the cookies of somebody else.
 */
export function isCrossSite({ method, headers }: Request, { origin: own }: URL): boolean {
  if (SAFE.includes(method)) return false;
  const site = headers.get('sec-fetch-site');
  if (site !== null) return !OWN.includes(site);
  const origin = headers.get('origin');
  return origin !== null && origin !== own;
}

/** @returns the answer to it. */
export function refuseCrossSite({ request, route, locals }: RequestEvent): Response {
  const refusal = new Refusal(403, 'cross_site');
  recordOperation({
    requestId: locals.requestId,
    operation: `${request.method} ${route.id}`,
    status: 'refused',
    durationMs: 0,
    message: refusal.code,
  });
  return refused(refusal, locals.requestId);
}
