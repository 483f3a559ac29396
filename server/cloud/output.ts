import type { AudioType } from '../../src/lib/core/asset.ts';
import { sniff } from '../assets/sniff.ts';
import { Refusal } from '../http/refusal.ts';
import { Passing, persistent, waitOf, type Patience } from './attempts.ts';
import { readLimited, TooLarge } from './read-limited.ts';

/** Bytes: two minutes of stereo at 32 kHz in 32 bits, with room to spare. */
const MOST = 32 * 2 ** 20;

/** Where Replicate leaves what its models make. */
const DELIVERY = /^([a-z0-9-]+\.)*replicate\.delivery$/;

/** Copies take as long as the network needs: ms for an attempt, and for all. */
export const COPYING = { attempt: 60_000, overall: 120_000 } as const;

/**
 * @param origin of the API that is configured, which may be a proxy's.
 * @returns the address of what a prediction made.
 * @throws Refusal `cloud_unusable` where there is none, or it leads to where Replicate does not keep outputs.
 */
export function outputAddress(output: unknown, origin: string): URL {
  if (output === null || output === undefined || output === '') throw unusable('empty');
  const url = typeof output === 'string' ? URL.parse(output) : null;
  if (url === null) throw unusable('not an address');
  const isDelivered = url.protocol === 'https:' && url.port === '' && DELIVERY.test(url.hostname);
  if (url.username !== '' || !(isDelivered || url.origin === origin))
    throw unusable(url.host || url.protocol);
  return url;
}

/**
 * Fetches it. Redirects are not followed: they could lead anywhere.
 * @throws Refusal `cloud_unusable` where it is not there, too large, or no sound; `cloud_away` where it can't be fetched.
 */
export async function fetchOutput(
  url: URL,
  patience: Patience,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; mediaType: AudioType }> {
  const bytes = await persistent((signal) => attempt(url, signal), patience);
  const mediaType = sniff(bytes);
  if (mediaType === null) throw unusable('no sound');
  return { bytes, mediaType };
}

async function attempt(url: URL, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const away = new Refusal(503, 'cloud_away');
  try {
    const response = await fetch(url, { signal, redirect: 'manual' });
    if (response.ok) return await readLimited(response.body, MOST);
    await response.body?.cancel();
    const { status, headers } = response;
    if (status === 429 || status >= 500) throw new Passing(away, waitOf(headers));
    throw unusable(String(status));
  } catch (error) {
    if (error instanceof Passing || error instanceof Refusal) throw error;
    if (error instanceof TooLarge) throw unusable(`> ${MOST / 2 ** 20} MiB`);
    throw new Passing(away, null, { cause: error });
  }
}

function unusable(reason: string): Refusal {
  return new Refusal(502, 'cloud_unusable', { reason });
}
