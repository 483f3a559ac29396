import type { RecordKind, Version } from '../core/wire/sync.ts';

/** What decides between two states of one record. */
export interface State {
  version: Version;
  deleted: boolean;
}

export function isSameVersion(a: Version, b: Version): boolean {
  return a.time === b.time && a.client === b.client;
}

/** @returns whether `a` was written after `b`: at the same time by the greater client. */
export function isLater(a: Version, b: Version): boolean {
  return a.time === b.time ? a.client > b.client : a.time > b.time;
}

/** @returns whether `theirs` takes the place of `mine`: a deletion always does, a run never, and else the last writer. */
export function isOverruled(kind: RecordKind, mine: State, theirs: State): boolean {
  if (theirs.deleted) return true;
  return !mine.deleted && kind !== 'run' && isLater(theirs.version, mine.version);
}
