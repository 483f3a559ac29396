import { piecesOf } from '../pieces.ts';
import type { Hub } from './hub.ts';
import { ask, Transient } from './transient.ts';

/** The file is not what was listed any more: what is kept of it is of no use. */
export class Changed extends Error {}

/** What is asked for, and what is known of it. */
export interface Wanted {
  url: string;
  /** Length of the whole file. */
  bytes: number;
  /** What the server called this version when the first piece came, null where it gives none or the content has a hash. */
  etag: string | null;
}

/** An answer that begins where it was asked to. */
export interface Piece {
  etag: string | null;
  body: AsyncIterable<Uint8Array<ArrayBuffer>>;
}

/**
 * Asks for a range of a file. A server that ignores ranges is put up with: what was not asked for is skipped, and the
 * body goes on to the end of the file.
 * @param from first byte. @param to last byte, inclusive.
 * @throws Changed for another length, another version, or a range that is not there (416).
 * @throws Transient where another try may help. @throws Missing for any other refusal.
 */
export async function askRange(
  hub: Hub,
  wanted: Wanted,
  from: number,
  to: number,
  signal: AbortSignal | undefined,
): Promise<Piece> {
  // A plain range is let through by CORS without asking first, If-Range is not: the answer's version is compared here.
  const headers = { range: `bytes=${from}-${to}` };
  const response = await ask(hub, wanted.url, { headers, signal: signal ?? null, cache: 'no-store' });
  try {
    const skip = from - startOf(response, wanted);
    if (skip < 0) throw new Transient(`the server answers ${headers.range} from ${from - skip}`);
    const etag = response.headers.get('etag');
    if (wanted.etag !== null && etag !== wanted.etag) throw new Changed(`${wanted.url} is another version`);
    return { etag, body: skipping(read(response, signal), skip) };
  } catch (error) {
    await response.body?.cancel();
    throw error;
  }
}

/** The hub has no such file, or does not give it. */
export class Missing extends Error {}

/** @returns where in the file the body begins. RFC 9110, sections 14.4, 15.3.7 and 15.5.17. */
function startOf({ status, headers }: Response, { url, bytes }: Wanted): number {
  if (status === 416) throw new Changed(`${url} has no such range`);
  const total = status === 206 ? /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1] : lengthOf(headers);
  if (status !== 200 && status !== 206) throw new Missing(`the server says ${status}`);
  if (total !== undefined && Number(total) !== bytes) throw new Changed(`${url} has ${total} bytes`);
  if (status === 200) return 0;
  const start = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1];
  if (start === undefined) throw new Transient('the server does not say which range it sends');
  return Number(start);
}

/** @returns the length of the content, where that is not the length of something compressed. */
function lengthOf(headers: Headers): string | undefined {
  return headers.has('content-encoding') ? undefined : (headers.get('content-length') ?? undefined);
}

/** @throws Transient when the connection is cut. */
async function* read(
  response: Response,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  try {
    if (response.body !== null) yield* piecesOf(response.body);
  } catch (cause) {
    signal?.throwIfAborted();
    throw new Transient('the connection was cut', 0, { cause });
  }
}

async function* skipping(
  pieces: AsyncIterable<Uint8Array<ArrayBuffer>>,
  skip: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const bytes of pieces) {
    const rest = bytes.subarray(Math.min(skip, bytes.length));
    skip -= bytes.length - rest.length;
    if (rest.length > 0) yield rest;
  }
}
