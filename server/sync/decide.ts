/**
 * What becomes of one record that comes in. Whatever the order in which the same records come, and however often, the
 * same is kept in the end; see the invariants of the protocol in `src/lib/core/wire/sync.ts`.
 */
import type { syncRecords } from '../../drizzle/schema.ts';
import { AHEAD } from './limits.ts';
import type { Incoming } from './read-item.ts';

/** What is kept of a record, but for its number. */
export type Kept = Omit<typeof syncRecords.$inferSelect, 'userId' | 'seq' | 'body'> & { bytes: number };

export type Decision =
  /** To be written, with a number of its own. */
  | { outcome: 'applied'; kept: Kept }
  | { outcome: 'duplicate' | 'superseded' }
  | { outcome: 'rejected'; reason: 'immutable' | 'malformed' };

/** A deletion has no version: two of them are the same, whoever was first. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * @param stored what is kept under its id and kind
 * @param run what is kept of the run with its id
 */
export function decide(
  incoming: Incoming,
  stored: Kept | undefined,
  run: Kept | undefined,
  now: Date,
): Decision {
  const isOfDeleted = incoming.kind === 'feedback' && run?.deleted === true;
  if (isOfDeleted) return { outcome: 'superseded' };
  if (incoming.hash === null) return decideDeletion(incoming, stored, now);
  if (stored?.deleted) return { outcome: 'superseded' };
  if (incoming.kind === 'run') return decideRun(incoming, stored);
  return decideEdit(incoming, stored, now);
}

function decideDeletion({ id, kind }: Incoming, stored: Kept | undefined, now: Date): Decision {
  if (kind !== 'run') return { outcome: 'rejected', reason: 'malformed' };
  if (stored?.deleted) return { outcome: 'duplicate' };
  const version = { verT: 0, verClient: NOBODY, ahead: null, schemaV: 1, opaqueV: null };
  const kept = { id, kind, ...version, deleted: true, deletedAt: now, bodyHash: null, bytes: 0 };
  return { outcome: 'applied', kept };
}

function decideRun(incoming: Incoming, stored: Kept | undefined): Decision {
  if (stored === undefined) return { outcome: 'applied', kept: keep(incoming, incoming.version.time, null) };
  if (stored.bodyHash === incoming.hash) return { outcome: 'duplicate' };
  return { outcome: 'rejected', reason: 'immutable' };
}

/** The last writer wins, by time and then by client; of one client in one millisecond, by hash. */
function decideEdit(incoming: Incoming, stored: Kept | undefined, now: Date): Decision {
  const { time, client } = incoming.version;
  const latest = now.getTime() + AHEAD;
  const known = stored?.ahead?.[client];
  const isOld = known !== undefined && (time === known || (time > latest && time < known));
  const isSame = stored?.verClient === client && stored.bodyHash === incoming.hash;
  if (isOld || (isSame && stored.verT === time)) {
    return { outcome: isSame && (known ?? time) === time ? 'duplicate' : 'superseded' };
  }
  const ahead = time > latest ? { ...stored?.ahead, [client]: time } : (stored?.ahead ?? null);
  const kept = keep(incoming, Math.min(time, latest), ahead);
  const isOnward = stored?.verClient === client && known !== undefined && time > known;
  if (stored === undefined || isOnward || isLater(kept, stored)) return { outcome: 'applied', kept };
  return { outcome: 'superseded' };
}

/** Clients with clocks in the future that are remembered of one record: nobody has more devices with such a clock. */
const MOST_AHEAD = 8;

function keep(incoming: Incoming, verT: number, ahead: Kept['ahead']): Kept {
  const { id, kind, version, schemaVersion, hash, bytes, content } = incoming;
  return {
    id,
    kind,
    deleted: false,
    deletedAt: null,
    verT,
    verClient: version.client,
    ahead: ahead && Object.fromEntries(Object.entries(ahead).slice(-MOST_AHEAD)),
    schemaV: schemaVersion,
    opaqueV: content === null ? schemaVersion : null,
    bodyHash: hash,
    bytes,
  };
}

function isLater(one: Kept, other: Kept): boolean {
  if (one.verT !== other.verT) return one.verT > other.verT;
  if (one.verClient !== other.verClient) return one.verClient > other.verClient;
  return one.bodyHash! > other.bodyHash!;
}
