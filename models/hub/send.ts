import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { find, type Mishap } from './faults.ts';
import { requestedSpan, type Span } from './range.ts';

export interface Stored {
  path: string;
  size: number;
  /** Strong, with its quotation marks. */
  etag: string;
}

/** What was sent so far. */
export interface Sent {
  status: number;
  /** Of content. */
  bytes: number;
}

/** Answers with the file, or with the part of it that was asked for, and what befalls it. Keeps `sent` up to date. */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: Stored,
  mishaps: readonly Mishap[],
  sent: Sent,
): Promise<void> {
  const failed = find(mishaps, 'status');
  if (failed !== undefined) return refuse(response, failed.status, file, sent);
  const asked = find(mishaps, 'whole') ? undefined : rangeOf(request, file);
  const span = requestedSpan(asked, file.size);
  if (span === null) return refuse(response, 416, file, sent);

  const { status, start, end } = span;
  sent.status = status;
  response.statusCode = status;
  if (status === 206) response.setHeader('content-range', `bytes ${start}-${end - 1}/${file.size}`);
  if (!find(mishaps, 'whole')) response.setHeader('accept-ranges', 'bytes');
  response.setHeader('content-length', end - start);
  response.setHeader('content-type', 'application/octet-stream');
  response.setHeader('etag', file.etag);
  if (request.method === 'HEAD') response.end();
  else await sendBytes(response, file, span, mishaps, sent);
}

/** A range of another version than the one that is here is none. */
function rangeOf({ headers }: IncomingMessage, { etag }: Stored): string | undefined {
  const condition = headers['if-range'];
  return condition === undefined || condition === etag ? headers.range : undefined;
}

function refuse(response: ServerResponse, status: number, { size }: Stored, sent: Sent): void {
  sent.status = status;
  if (status === 416) response.setHeader('content-range', `bytes */${size}`);
  if (status === 429) response.setHeader('retry-after', 1);
  response.writeHead(status).end();
}

async function sendBytes(
  response: ServerResponse,
  { path }: Stored,
  { start, end }: Span,
  mishaps: readonly Mishap[],
  sent: Sent,
): Promise<void> {
  const cut = find(mishaps, 'cut')?.at ?? Infinity;
  const slow = find(mishaps, 'slow');
  const stream = createReadStream(path, {
    start,
    end: end - 1,
    ...(slow && { highWaterMark: Math.max(1, Math.floor(slow.bytesPerSecond / 10)) }),
  });
  let at = start;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const bytes = flipped(chunk.subarray(0, Math.max(0, cut - at)), at, mishaps);
    at += bytes.length;
    sent.bytes += bytes.length;
    await written(response, bytes);
    if (bytes.length < chunk.length || response.destroyed) break;
    if (slow !== undefined) await wait((bytes.length / slow.bytesPerSecond) * 1000);
  }
  if (at >= cut) response.destroy();
  else response.end();
}

function flipped(chunk: Buffer, from: number, mishaps: readonly Mishap[]): Buffer {
  const flip = find(mishaps, 'flip');
  if (flip === undefined || flip.at < from || flip.at >= from + chunk.length) return chunk;
  const copy = Buffer.from(chunk);
  copy[flip.at - from]! ^= 0xff;
  return copy;
}

/** Hands bytes over and waits until they are on their way, or nobody is there any more. */
async function written(response: ServerResponse, bytes: Buffer): Promise<void> {
  await new Promise<void>((resolve) => {
    response.write(bytes, () => resolve());
  });
}
