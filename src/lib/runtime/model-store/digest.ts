import * as z from 'zod';
import { piecesOf } from './pieces.ts';
import { Sha256 } from './sha256.ts';

/**
 * What a file's bytes must hash to, in lower-case hexadecimal: `sha256` as hubs give it for large files, `git` (SHA-1 of
 * `blob <length>\0` and the content; Pro Git, section 10.2) as they give it for small ones.
 */
export const digestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sha256'), hex: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.object({ kind: z.literal('git'), hex: z.string().regex(/^[0-9a-f]{40}$/) }),
]);
export type Digest = z.infer<typeof digestSchema>;

/** @returns a digest of that kind, null where `hex` is none. */
export function asDigest(kind: Digest['kind'], hex: string | undefined): Digest | null {
  return digestSchema.safeParse({ kind, hex }).data ?? null;
}

/** Hashes a file piece by piece. @returns whether it is what `digest` says. */
export async function matches(file: Blob, { kind, hex }: Digest, signal?: AbortSignal): Promise<boolean> {
  return (kind === 'git' ? await gitHash(file) : await sha256(file, signal)) === hex;
}

async function sha256(file: Blob, signal: AbortSignal | undefined): Promise<string> {
  const hash = new Sha256();
  for await (const piece of piecesOf(file.stream())) {
    signal?.throwIfAborted();
    hash.update(piece);
  }
  return hash.digest();
}

/** Hubs keep only small files in git itself, so that it may be held whole. */
async function gitHash(file: Blob): Promise<string> {
  const whole = await new Blob([`blob ${file.size}\0`, file]).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-1', whole));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
