import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of a request for a file's content. */
export type Fault =
  | { cutAfter: number }
  | { flip: number }
  | { status: number; headers?: Record<string, string> }
  | 'ranges ignored';

/** A hub on this machine that has one model, and answers as it is told to. */
export interface TestHub {
  host: string;
  files: Map<string, Buffer>;
  /** What befalls the next requests for the content of `path`, one fault each; `null` is none. */
  faults: Map<string, (Fault | null)[]>;
  /** What befalls all other requests for contents. */
  always: Fault | null;
  /** Whether it lists its files, as the real hub does; plain file servers do not. */
  hasTree: boolean;
  /** Whether it tells hashes. */
  hasHashes: boolean;
  /** Bytes of contents that were sent. */
  sent: number;
  /** Every request that was made. */
  requests: string[];
  close(): Promise<void>;
}

const isLarge = (path: string): boolean => path.endsWith('.onnx');
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const gitHash = (bytes: Buffer): string =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

/** @param id of its model. */
export async function startHub(id: string, files: Record<string, Buffer>): Promise<TestHub> {
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const hub: TestHub = {
    host: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files: new Map(Object.entries(files)),
    faults: new Map(),
    always: null,
    hasTree: true,
    hasHashes: true,
    sent: 0,
    requests: [],
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent(request.url!);
    hub.requests.push(path);
    const file = path.replace(`/${id}/resolve/main/`, '').replace('/cdn/', '');
    if (path === `/api/models/${id}/tree/main?recursive=true` && hub.hasTree) sendTree(response);
    else if (!hub.files.has(file)) response.writeHead(404).end();
    else if (path.startsWith('/cdn/') || !isLarge(file)) sendFile(request, response, file);
    else {
      const bytes = hub.files.get(file)!;
      const linked = hub.hasHashes ? { 'x-linked-etag': `"${sha256(bytes)}"` } : {};
      response.writeHead(302, { location: `/cdn/${file}`, ...linked }).end();
    }
  }

  function sendTree(response: ServerResponse): void {
    const entries = Array.from(hub.files, ([path, bytes]) => {
      const lfs = isLarge(path) ? { lfs: { oid: sha256(bytes), size: bytes.length } } : {};
      return { type: 'file', path, size: bytes.length, oid: gitHash(bytes), ...lfs };
    });
    response.end(JSON.stringify([{ type: 'directory', path: 'onnx', size: 0, oid: '' }, ...entries]));
  }

  function sendFile(request: IncomingMessage, response: ServerResponse, path: string): void {
    let bytes = hub.files.get(path)!;
    const isProbe = request.headers.range === 'bytes=0-0';
    const own = hub.faults.get(path) ?? [];
    const fault = isProbe ? null : own.length > 0 ? own.shift()! : hub.always;
    if (fault instanceof Object && 'status' in fault) {
      response.writeHead(fault.status, fault.headers).end();
      return;
    }
    const ignored = fault === 'ranges ignored';
    if (fault instanceof Object && 'flip' in fault) {
      bytes = Buffer.from(bytes);
      bytes[fault.flip]! ^= 0x10;
    }
    const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec((!ignored && request.headers.range) || '') ?? [];
    const from = Number(first ?? 0);
    const to = last ? Math.min(Number(last), bytes.length - 1) : bytes.length - 1;
    const etag = `"${hub.hasHashes ? gitHash(bytes) : `v${sha256(hub.files.get(path)!).slice(0, 4)}`}"`;
    response.writeHead(first === undefined ? 200 : 206, {
      etag,
      'content-length': to - from + 1,
      ...(first === undefined ? {} : { 'content-range': `bytes ${from}-${to}/${bytes.length}` }),
      ...(hub.hasHashes && !isLarge(path) ? { 'x-repo-commit': 'c0ffee' } : {}),
    });
    const cut = fault instanceof Object && 'cutAfter' in fault ? fault.cutAfter : Infinity;
    const part = bytes.subarray(from, Math.min(to + 1, from + cut));
    if (!isProbe) hub.sent += part.length;
    if (part.length === to + 1 - from) response.end(part);
    else response.write(part, () => response.socket?.end());
  }

  return hub;
}
