import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { befalling, type Fault } from './hub/faults.ts';
import { sendFile, type Sent, type Stored } from './hub/send.ts';

/**
 * A hub on this machine that answers as Hugging Face's does: `/{organisation}/{name}/resolve/{revision}/{file}`. Small
 * files come at once; networks lie on another origin, to which it redirects.
 *
 * @see https://huggingface.co/docs/hub/en/api
 */
export interface Hub {
  /** Of the hub, without a slash at its end. */
  url: string;
  /** Every request for a file, in the order in which they came; those under way still count. */
  requests: readonly HubRequest[];
  /** What befalls the next answers with content: a redirect and a HEAD are spared. */
  faults: Fault[];
  close(): Promise<void>;
}

export interface HubRequest extends Readonly<Sent> {
  method: string;
  /** The path in the model's folder. */
  file: string;
  range: string | null;
}

const EXPOSED =
  'accept-ranges, content-length, content-range, etag, link, retry-after, x-error-code, x-linked-etag, x-linked-size, x-repo-commit';

/** Kept in large storage rather than in git, and so behind a redirect. */
const LARGE = /\.onnx(_data)?$/;

/** @param models folders of their files by id, such as `Xenova/musicgen-small`. */
export async function startHub(models: Readonly<Record<string, string>>): Promise<Hub> {
  const requests: HubRequest[] = [];
  const faults: Fault[] = [];

  async function send(
    request: IncomingMessage,
    response: ServerResponse,
    id: string,
    file: string,
  ): Promise<void> {
    const stored = await find(models, id, file);
    if (stored === null) return missing(response, id in models ? 'EntryNotFound' : 'RepoNotFound');
    response.setHeader('x-repo-commit', commitOf(id));
    const { method = 'GET', headers } = request;
    const log = { method, file, range: headers.range ?? null, status: 0, bytes: 0 };
    requests.push(log);
    const mishaps = method === 'HEAD' ? [] : befalling(faults, file);
    await sendFile(request, response, stored, mishaps, log);
  }

  const storage = await listen(async (request, response, path) => {
    const [, id = '', file = ''] = /^([^/]+\/[^/]+)\/[0-9a-f]{40}\/(.+)$/.exec(path) ?? [];
    await send(request, response, id, file);
  });

  const hub = await listen(async (request, response, path) => {
    const [, id = '', file = ''] = /^([^/]+\/[^/]+)\/resolve\/[^/]+\/(.+)$/.exec(path) ?? [];
    if (!LARGE.test(file)) return send(request, response, id, file);
    const stored = await find(models, id, file);
    if (stored === null) return missing(response, id in models ? 'EntryNotFound' : 'RepoNotFound');
    response.writeHead(302, {
      location: `${storage.url}/${id}/${commitOf(id)}/${file}`,
      'x-linked-size': stored.size,
      'x-linked-etag': stored.etag,
      'x-repo-commit': commitOf(id),
    });
    response.end();
  });

  return {
    url: hub.url,
    requests,
    faults,
    close: async () => {
      await Promise.all([close(hub.server), close(storage.server)]);
    },
  };
}

type Answer = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;

async function listen(answer: Answer): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const headers = {
      'access-control-allow-origin': '*',
      'access-control-expose-headers': EXPOSED,
      'cross-origin-resource-policy': 'cross-origin',
    };
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (request.method === 'OPTIONS') return preflight(response);
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://hub').pathname).slice(1);
    // A file that can't be read ends the connection: a client sees that as it would see a broken hub.
    answer(request, response, path).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function preflight(response: ServerResponse): void {
  const allowed = { 'access-control-allow-methods': 'GET, HEAD', 'access-control-allow-headers': '*' };
  response.writeHead(204, allowed).end();
}

/** The hub answers 401 for what it will not tell the existence of. */
function missing(response: ServerResponse, code: 'EntryNotFound' | 'RepoNotFound'): void {
  response.writeHead(code === 'EntryNotFound' ? 404 : 401, { 'x-error-code': code }).end();
}

async function find(
  models: Readonly<Record<string, string>>,
  id: string,
  file: string,
): Promise<Stored | null> {
  const folder = Object.hasOwn(models, id) ? models[id]! : null;
  if (folder === null || normalize(file).startsWith('..')) return null;
  const path = join(folder, file);
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) return null;
  return { path, size: found.size, etag: `"${await digest(path, found.mtimeMs)}"` };
}

const digests = new Map<string, Promise<string>>();

/** The file's sha256, as the hub names what is in its large storage. */
function digest(path: string, modified: number): Promise<string> {
  const key = `${path} ${modified}`;
  const known = digests.get(key) ?? hashOf(path);
  digests.set(key, known);
  return known;
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Stands for the commit that every revision of the model resolves to. */
function commitOf(id: string): string {
  return createHash('sha1').update(id).digest('hex');
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
