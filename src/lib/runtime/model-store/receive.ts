import { AttuneError } from '../../core/errors.ts';
import type { Download, Journal } from './download.ts';
import { askRange, Changed, Missing } from './hub/ranges.ts';
import { retrying, Transient } from './hub/transient.ts';

/** How much is kept at once; when the process is killed, no more than this is lost. */
const BLOCK = 2 ** 20;

/**
 * Receives what is missing of a file, range after range, and appends it to what is there. Whatever ends this, what has
 * come is kept.
 * @param part where it is kept.
 * @param note keeps the journal, once the server has named the version.
 */
export async function receive(
  { hub, storage, url, file, received, signal }: Download,
  part: string,
  journal: Journal,
  note: (journal: Journal) => Promise<void>,
): Promise<void> {
  const block = new Uint8Array(BLOCK);
  let kept = (await storage.size(part)) ?? 0;
  received(kept);

  async function receiveRange(): Promise<void> {
    const to = Math.min(kept + hub.range, file.bytes) - 1;
    const piece = await askRange(hub, { url, bytes: file.bytes, etag: journal.etag }, kept, to, signal);
    if (file.digest === null && journal.etag === null && piece.etag !== null) {
      journal = { ...journal, etag: piece.etag };
      await note(journal);
    }
    const before = kept;
    await keep(piece.body);
    if (kept === before) throw new Transient('nothing came');
  }

  async function keep(body: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<void> {
    let filled = 0;
    const flush = async (): Promise<void> => {
      await storage.append(part, block.subarray(0, filled), kept);
      kept += filled;
      filled = 0;
    };
    try {
      for await (const bytes of body) {
        for (let at = 0; at < bytes.length;) {
          const some = bytes.subarray(at, at + BLOCK - filled);
          block.set(some, filled);
          filled += some.length;
          at += some.length;
          if (filled === BLOCK) await flush();
        }
        received(kept + filled);
      }
    } finally {
      if (filled > 0) await flush();
    }
  }

  try {
    while (kept < file.bytes) await retrying(hub, receiveRange, signal, () => kept);
  } catch (cause) {
    if (!(cause instanceof Missing)) throw cause;
    throw new AttuneError('download_failed', { host: hub.host, reason: cause.message }, { cause });
  }
  if (kept > file.bytes) throw new Changed(`${url} is longer than it was`);
}
