import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds that a message may be old, or ahead of our clock. */
const STALE = 300;
const VERSION = 'v1';
const PREFIX = 'whsec_';
const NAME = /^[\x21-\x7e]{1,128}$/;

/**
 * Verifies a message as Standard Webhooks signs them: HMAC-SHA256 over `id.timestamp.body`. standardwebhooks.com,
 * "Verifying webhook authenticity".
 * @param body as it came, byte for byte.
 * @param now milliseconds since the epoch.
 * @returns the id of the message, which is the same when it is sent again; null where it is forged, malformed or stale.
 */
export function verifiedWebhook(
  headers: Headers,
  body: Uint8Array,
  secret: string,
  now: number,
): string | null {
  const id = headers.get('webhook-id') ?? '';
  const timestamp = headers.get('webhook-timestamp') ?? '';
  if (!NAME.test(id) || !/^\d{1,12}$/.test(timestamp)) return null;
  if (Math.abs(now / 1000 - Number(timestamp)) > STALE) return null;
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const digest = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  // Several, while a secret is being changed for another. Each is compared in the same time.
  const signatures = (headers.get('webhook-signature') ?? '').split(' ').slice(0, 8);
  const matches = signatures.filter((signature) => isSigned(signature, digest));
  return matches.length > 0 ? id : null;
}

function isSigned(signature: string, digest: Buffer): boolean {
  const [version, encoded = ''] = signature.split(',');
  const given = Buffer.from(encoded, 'base64');
  return version === VERSION && given.length === digest.length && timingSafeEqual(given, digest);
}
