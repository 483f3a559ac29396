import * as z from 'zod';
import { asDigest, digestSchema, type Digest } from '../digest.ts';
import { fileUrl, treeUrl, type Hub } from './hub.ts';
import { ask, retrying } from './transient.ts';

/** A file as the hub has it now. */
export const listedSchema = z.object({
  path: z.string(),
  bytes: z.int().min(0),
  /** Null where the hub does not tell. */
  digest: digestSchema.nullable(),
});
export type Listed = z.infer<typeof listedSchema>;

/** What the hub's tree says of a file. Large ones lie in LFS, whose `oid` is a SHA-256; else it is git's. */
const treeSchema = z.array(
  z.object({
    type: z.string(),
    path: z.string(),
    size: z.int().min(0),
    oid: z.string(),
    lfs: z.object({ oid: z.string(), size: z.int().min(0) }).optional(),
  }),
);

/**
 * Asks the hub what it has of a model: by its tree, in one request; where there is none, as on a plain file server, by
 * asking for each of `candidates`.
 * @returns what there is of `candidates`.
 * @throws AttuneError `download_failed` when the hub can't be reached.
 */
export async function list(
  hub: Hub,
  id: string,
  candidates: readonly string[],
  signal?: AbortSignal,
): Promise<Listed[]> {
  const tree = await retrying(hub, () => readTree(hub, id, signal), signal);
  if (tree !== null) return tree.filter(({ path }) => candidates.includes(path));
  const found = await Promise.all(
    candidates.map((path) => retrying(hub, () => probe(hub, id, path, signal), signal)),
  );
  return found.filter((file) => file !== null);
}

async function readTree(hub: Hub, id: string, signal: AbortSignal | undefined): Promise<Listed[] | null> {
  const response = await ask(hub, treeUrl(hub, id), { signal: signal ?? null });
  const json: unknown = response.ok ? await response.json().catch(() => null) : null;
  const files = treeSchema.safeParse(json).data?.filter(({ type }) => type === 'file');
  if (files === undefined) {
    await response.body?.cancel().catch(() => undefined);
    return null;
  }
  return files.map(({ path, size, oid, lfs }) => ({
    path,
    bytes: lfs?.size ?? size,
    digest: lfs === undefined ? asDigest('git', oid) : asDigest('sha256', lfs.oid),
  }));
}

/** Asks for the first byte: unlike HEAD, the answer tells the length before compression. */
async function probe(
  hub: Hub,
  id: string,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Listed | null> {
  const url = fileUrl(hub, id, path);
  const init = { headers: { range: 'bytes=0-0' }, signal: signal ?? null };
  // A hub tells the hash where it redirects to the file; browsers hide that, Node shows it.
  const first = await ask(hub, url, { ...init, redirect: 'manual' });
  await first.body?.cancel();
  const redirected = first.type === 'opaqueredirect' || (first.status >= 300 && first.status < 400);
  const last = redirected ? await ask(hub, url, init) : first;
  if (redirected) await last.body?.cancel();
  const bytes = totalOf(last);
  return bytes === null ? null : { path, bytes, digest: digestOf(first.headers) ?? digestOf(last.headers) };
}

/** @returns the length of the file that is answered, null where there is none. RFC 9110, section 14.4. */
function totalOf({ status, headers }: Response): number | null {
  // Sites of one page answer with it whatever they are asked for.
  if (headers.get('content-type')?.startsWith('text/html') === true) return null;
  if (status === 200) return Number(headers.get('content-length') ?? NaN) || null;
  if (status !== 206 && status !== 416) return null;
  const total = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1];
  return total === undefined ? null : Number(total);
}

/**
 * The hub's own headers: `x-linked-etag` is the SHA-256 of a file in LFS; else the `etag` is a hash, where
 * `x-repo-commit` says that it comes from a repository. Any other server's `etag` may be anything.
 */
function digestOf(headers: Headers): Digest | null {
  const linked = tagOf(headers.get('x-linked-etag'));
  if (linked !== undefined) return asDigest('sha256', linked);
  if (!headers.has('x-repo-commit')) return null;
  const tag = tagOf(headers.get('etag'));
  return asDigest('git', tag) ?? asDigest('sha256', tag);
}

/** @returns what stands in the quotation marks of an entity tag. RFC 9110, section 8.8.3. */
function tagOf(etag: string | null): string | undefined {
  return /"([^"]*)"/.exec(etag ?? '')?.[1];
}
