import type { Config } from '@sveltejs/kit/vite';

type Policy = NonNullable<NonNullable<Config['csp']>['directives']>;

/**
 * Response headers that every answer carries: pages, files, workers, WebAssembly, the service worker, in the build and
 * in development. Cross-origin isolation gives threads to WebAssembly; the rest keeps the page from what it never needs.
 * Sources: HTML Standard, "Cross-origin opener policies" and "embedder policies"; Fetch Standard,
 * "Cross-Origin-Resource-Policy"; W3C Permissions Policy.
 */
export const SECURITY_HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'permissions-policy':
    'camera=(self), microphone=(), geolocation=(), display-capture=(), payment=(), usb=()',
};

/** SvelteKit tells screen readers of a new page through an element with this one style attribute: its SHA-256. */
const ANNOUNCER = 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo=';

/** Sent where the answer travels over TLS, and only there: one year. RFC 6797, section 6.1. */
export const STRICT_TRANSPORT = 'max-age=31536000';

/**
 * The content security policy, W3C CSP Level 3. SvelteKit sends it with each page and adds a nonce to its own scripts;
 * files carry it as it stands, which is what holds inside a worker. `wasm-unsafe-eval` compiles WebAssembly,
 * `worker-src blob:` starts the threads of onnxruntime-web.
 */
export const POLICY: Policy = {
  'default-src': ['self'],
  'script-src': ['self', 'wasm-unsafe-eval'],
  'style-src': ['self'],
  'style-src-attr': ['unsafe-hashes', ANNOUNCER],
  'img-src': ['self', 'blob:', 'data:'],
  'media-src': ['self', 'blob:'],
  'font-src': ['self'],
  'connect-src': ['self'],
  'worker-src': ['self', 'blob:'],
  'manifest-src': ['self'],
  'frame-src': ['none'],
  'object-src': ['none'],
  'base-uri': ['none'],
  'form-action': ['none'],
  'frame-ancestors': ['none'],
};

/** @returns a policy that lets the page also connect to `sources`, which are written as the policy has them. */
export function connectingTo(sources: readonly string[], policy: string): string {
  return policy.replace("connect-src 'self'", ["connect-src 'self'", ...sources].join(' '));
}

/** @returns the policy as the value of a `content-security-policy` header. */
export function policyHeader(): string {
  const keyword = (source: string): string => (source.endsWith(':') ? source : `'${source}'`);
  return Object.entries(POLICY)
    .map(([directive, sources]: [string, string[]]) => [directive, ...sources.map(keyword)].join(' '))
    .join('; ');
}
