import type { Asset } from '../../src/lib/core/asset.ts';
import { parseRange } from '../byte-range.ts';
import { Refusal } from '../http/refusal.ts';
import type { Place, Storage } from './storage.ts';

const ENDINGS: Record<string, string> = { 'audio/wav': 'wav', 'audio/mpeg': 'mp3' } satisfies Record<
  Asset['mediaType'],
  string
>;

/** @returns what an asset is called as a file: each has a name of its own. */
export function fileName(run: string, sha256: string, mediaType: string): string {
  return `attune-${run}-${sha256.slice(0, 8)}.${ENDINGS[mediaType] ?? 'bin'}`;
}

/**
 * Answers a GET for an asset: RFC 9110, sections 13 (conditions) and 14 (ranges). It is its owner's alone: the page keeps
 * the copies, so that they go with the account, and browsers keep none.
 * @throws Refusal `asset_gone` where there is a row of it and no bytes.
 */
export async function answerWithAsset(
  { headers: asked }: Request,
  place: Place,
  { run, bytes, sha256, mediaType }: Asset,
  storage: Storage,
): Promise<Response> {
  const etag = `"${sha256}"`;
  const headers = new Headers({
    etag,
    vary: 'cookie',
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
    'content-disposition': `attachment; filename="${fileName(run, sha256, mediaType)}"`,
  });
  if (asked.get('if-none-match')?.includes(etag)) return new Response(null, { status: 304, headers });

  const isSame = (asked.get('if-range') ?? etag) === etag;
  const range = isSame ? parseRange(asked.get('range') ?? '', bytes) : null;
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${bytes}`);
    return new Response(null, { status: 416, headers });
  }
  const body = await storage.get(place, range);
  if (body === null) throw new Refusal(404, 'asset_gone');
  headers.set('content-type', mediaType);
  headers.set('content-length', String(range === null ? bytes : range.last - range.first + 1));
  if (range !== null) headers.set('content-range', `bytes ${range.first}-${range.last}/${bytes}`);
  return new Response(body, { status: range === null ? 200 : 206, headers });
}
