/**
 * What devices and the server say to each other to keep a user's records the same everywhere. A device pushes what it
 * has written, in any order and as often as it takes, and pulls what others have written, in the order of their commits.
 */
import * as z from 'zod';

export const PROTOCOL = 1;

/**
 * The version of what bodies hold; since 2 a run has of a reading what `KeptReading` names, and no more. Whoever meets a
 * body of a later version, device or server, keeps it as it is until it understands it: a newer device must not lose what
 * an older server refuses.
 */
export const SCHEMA_VERSION = 2;

/** Items that a push has at most, and rows that a pull brings at most. */
export const MOST_ITEMS = 100;
export const MOST_ROWS = 500;
/** Bytes of one body, in UTF-8: the longest piece of tokens, three times over. */
export const LONGEST_BODY = 256 * 1024;
/** Bytes of a push. */
export const LONGEST_PUSH = 4 * 1024 * 1024;

/**
 * A `run` is immutable: it is written once, and at most deleted. `feedback` has the id of its run and goes with it: it
 * has no deletion of its own, and what is said of a deleted run is superseded. It may come before its run. Of
 * `preferences` there is one record, which is never deleted. Of the latter two the last writer wins. A deletion wins
 * over everything, whatever its version and that of what it deletes.
 */
export const RECORD_KINDS = ['run', 'feedback', 'preferences'] as const;
export const RecordKind = z.enum(RECORD_KINDS);
export type RecordKind = z.infer<typeof RecordKind>;

/** An id as it is compared: in lower case. */
const Id = z.uuid().lowercase();

/** The id of the one record of kind `preferences`. */
export const PREFERENCES_ID = '00000000-0000-4000-8000-000000000001';

/**
 * Which of two writers was last: the later time, and at the same time the greater client. Whoever changes a record
 * gives it a time past the one that it has there, whatever the clock says: then a device whose clock is years behind
 * still writes over what it has seen.
 */
export const Version = z.strictObject({
  /** By the clock of the client, milliseconds since the epoch; the server puts what is far in the future to its own now. */
  time: z.int().nonnegative(),
  client: Id,
});
export type Version = z.infer<typeof Version>;

/** A record as a device has written it. */
export const PushItem = z.strictObject({
  id: Id,
  kind: RecordKind,
  version: Version,
  schemaVersion: z.int().min(1).max(65_535),
  /** As `records.ts` writes it; null for the deletion of a run. */
  body: z.string().nullable(),
});
export type PushItem = z.infer<typeof PushItem>;

/**
 * Whose records the device takes these to be. Who asks is known from the session alone; where that is somebody else, as
 * after a sign-in in another tab, the server refuses with `signed_out`: nobody's records end in another's account.
 */
const Owner = z.uuid();

export const Push = z.strictObject({
  protocol: z.literal(PROTOCOL),
  user: Owner,
  /** Which history of the server the device has seen; null for none. */
  epoch: z.uuid().nullable(),
  client: Id,
  /** Each is parsed for itself, as a `PushItem`: one that is broken is rejected and holds up no other. */
  items: z.array(z.unknown()).min(1).max(MOST_ITEMS),
});
export type Push = z.infer<typeof Push>;

/** Why a record was not taken, for good: sending it again as it is changes nothing. */
export const REJECTIONS = ['malformed', 'too_large', 'immutable', 'quota'] as const;

export const PushOutcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('applied'), seq: z.int().positive() }),
  /** The server has exactly this. */
  z.object({ outcome: z.literal('duplicate') }),
  /** The server has a later version, or a deletion; a pull brings it. */
  z.object({ outcome: z.literal('superseded') }),
  z.object({ outcome: z.literal('rejected'), reason: z.enum(REJECTIONS) }),
]);
export type PushOutcome = z.infer<typeof PushOutcome>;

/** The server's history is not the one that the device has seen: it pulls anew from 0, and keeps what it has to push. */
const Reset = z.object({ type: z.literal('reset'), epoch: z.uuid() });

export const PushAnswer = z.discriminatedUnion('type', [
  Reset,
  z.object({
    type: z.literal('pushed'),
    epoch: z.uuid(),
    /** One for each item, in the order of the items. */
    outcomes: z.array(PushOutcome),
  }),
]);
export type PushAnswer = z.infer<typeof PushAnswer>;

export const Pull = z.strictObject({
  protocol: z.literal(PROTOCOL),
  user: Owner,
  epoch: z.uuid().nullable(),
  /** The last sequence number that the device has; 0 for none. */
  cursor: z.int().nonnegative(),
  /** The floor of the answer that gave the cursor, kept with it; 0 for none. */
  floor: z.int().nonnegative().default(0),
  limit: z.int().min(1).max(MOST_ROWS).default(200),
});
export type Pull = z.infer<typeof Pull>;

/** A record as the server has it. */
export const PulledRow = z.object({
  id: z.uuid(),
  kind: RecordKind,
  seq: z.int().positive(),
  /** Of a deletion, which wins over everything, it means nothing. */
  version: z.object({ time: z.int(), client: z.uuid() }),
  schemaVersion: z.int(),
  /** Null where it was deleted; of a run, its feedback is deleted with it. */
  body: z.string().nullable(),
});
export type PulledRow = z.infer<typeof PulledRow>;

export const PullAnswer = z.discriminatedUnion('type', [
  Reset,
  z.object({
    type: z.literal('pulled'),
    epoch: z.uuid(),
    /** With rising numbers, all past the cursor. */
    rows: z.array(PulledRow),
    /** Where the next pull goes on. */
    cursor: z.int().nonnegative(),
    /**
     * Deletions up to this number had been forgotten when the device began at 0. A cursor below what is forgotten by
     * then has missed deletions only where the device began before that: this tells a slow first pull from a late one.
     */
    floor: z.int().nonnegative().default(0),
    /** Whether there are rows past that. */
    more: z.boolean(),
  }),
]);
export type PullAnswer = z.infer<typeof PullAnswer>;
