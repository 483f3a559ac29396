import type { BigIntStats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Readable } from 'node:stream';
import * as z from 'zod';
import { parseRange } from './byte-range.ts';

/** A name in a path. None begins with a dot: neither `..` nor what is hidden. */
export const NAME = '[A-Za-z0-9_-][A-Za-z0-9_.+-]*';

/**
 * A path as a hub has it, `{owner}/{name}/resolve/{revision}/{file}`, to the path in the folder. The folder has one
 * version of each model, which answers to every revision. Ids without an owner are the hub's oldest.
 */
const hubPath = z
  .string()
  .regex(new RegExp(`^(${NAME}/)?${NAME}/resolve/${NAME}/${NAME}(/${NAME})*$`))
  .transform((path) => path.replace(new RegExp(`/resolve/${NAME}/`), '/'));

const TYPES: Record<string, string> = {
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
};
/** Of everything else: networks are nothing that a browser shows. */
const BYTES = 'application/octet-stream';

/**
 * Answers a GET or HEAD for a file of a folder of models, as a hub would: with ranges, and with an entity tag that
 * changes with the file. The content is read as it is sent. Links are followed: they are the folder's.
 * @param path from outside, as a hub has it.
 */
export async function answerFromFolder(folder: string, path: string, request: Request): Promise<Response> {
  const { data: inside } = hubPath.safeParse(path);
  const file = inside === undefined ? null : await open(join(folder, inside)).catch(() => null);
  if (file === null) return notThere();
  // One handle for all that is asked of the file: another may take its place meanwhile.
  try {
    const found = await file.stat({ bigint: true });
    const response = found.isFile()
      ? answer(request, file, found, TYPES[extname(path)] ?? BYTES)
      : notThere();
    if (response.body === null || !found.isFile()) await file.close();
    return response;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function notThere(): Response {
  return new Response('There is no such file.\n', { status: 404 });
}

/** RFC 9110, sections 13 (conditions) and 14 (ranges). */
function answer(request: Request, file: FileHandle, found: BigIntStats, type: string): Response {
  const size = Number(found.size);
  const etag = tagOf(found);
  const headers = new Headers({ etag, 'accept-ranges': 'bytes', 'cache-control': 'no-cache' });
  if (isNamed(request.headers.get('if-none-match'), etag))
    return new Response(null, { status: 304, headers });

  const range = rangeOf(request, size, etag);
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${size}`);
    return new Response(null, { status: 416, headers });
  }
  const { first, last } = range ?? { first: 0, last: size - 1 };
  headers.set('content-type', type);
  headers.set('content-length', String(last - first + 1));
  if (range !== null) headers.set('content-range', `bytes ${first}-${last}/${size}`);
  const hasContent = request.method === 'GET' && size > 0;
  const content = hasContent ? Readable.toWeb(file.createReadStream({ start: first, end: last })) : null;
  return new Response(content as ReadableStream | null, { status: range === null ? 200 : 206, headers });
}

/** Ranges are for GET alone, and for the version that `If-Range` names; a date there never fits, as none is sent. */
function rangeOf({ method, headers }: Request, size: number, etag: string): ReturnType<typeof parseRange> {
  const header = method === 'GET' ? headers.get('range') : null;
  return header === null || (headers.get('if-range') ?? etag) !== etag ? null : parseRange(header, size);
}

/** The time of change, unlike that of modification, is moved by every write and set by nobody. RFC 9110, section 8.8.1. */
function tagOf({ size, ctimeNs, ino }: BigIntStats): string {
  return `"${[size, ctimeNs, ino].map((number) => number.toString(36)).join('-')}"`;
}

function isNamed(header: string | null, etag: string): boolean {
  const tags = header?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return tags.includes(etag) || tags.includes('*');
}
