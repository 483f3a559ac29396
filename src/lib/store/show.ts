import { NO_FEEDBACK, type Feedback } from '../core/feedback.ts';
import { Session } from '../core/session.ts';
import { decodeFeedback, decodePreferences, decodeRun } from '../core/wire/records.ts';
import { SCHEMA_VERSION } from '../core/wire/sync.ts';
import type { Key, Writing } from './schema.ts';

/** The body of a record, and the version of what it holds. */
export interface Text {
  schemaVersion: number;
  body: string;
}

/**
 * Puts a record where the page sees it.
 * @returns false where it can't be shown: it is of a later version of the app, broken, or feedback without its run.
 */
export async function show(transaction: Writing, [kind, id]: Key, text: Text): Promise<boolean> {
  if (text.schemaVersion > SCHEMA_VERSION) return false;
  if (kind === 'run') return showRun(transaction, id, text.body);
  if (kind === 'feedback') return showFeedback(transaction, id, text.body);
  const preferences = decodePreferences(text.body);
  if (preferences !== null) await transaction.objectStore('preferences').put(preferences, 'mine');
  return preferences !== null;
}

/** Takes a record from where the page sees it. */
export async function hide(transaction: Writing, [kind, id]: Key): Promise<void> {
  if (kind === 'run') return transaction.objectStore('sessions').delete(id);
  if (kind === 'preferences') return transaction.objectStore('preferences').delete('mine');
  const session = await shown(transaction, id);
  if (session !== null) await transaction.objectStore('sessions').put({ ...session, feedback: null });
}

/** @returns the session as the page sees it; null where there is none, or where it no longer parses. */
export async function shown(transaction: Writing, id: string): Promise<Session | null> {
  return Session.safeParse(await transaction.objectStore('sessions').get(id)).data ?? null;
}

/** Shows a run, with the feedback that came before it. */
async function showRun(transaction: Writing, id: string, body: string): Promise<boolean> {
  const run = decodeRun(body);
  if (run?.id !== id) return false;
  // A run is immutable: the one that is there is the same, and may have feedback.
  if ((await shown(transaction, id)) !== null) return true;
  const records = transaction.objectStore('records');
  const said = await records.get(['feedback', id]);
  const feedback = said?.unread ? feedbackOf(said.unread) : undefined;
  await transaction.objectStore('sessions').put({ ...run, feedback: feedback ?? null });
  if (said === undefined || feedback === undefined) return true;
  const { unread: _, ...read } = said;
  await records.put(read);
  return true;
}

async function showFeedback(transaction: Writing, id: string, body: string): Promise<boolean> {
  const feedback = feedbackOf({ schemaVersion: SCHEMA_VERSION, body });
  const session = await shown(transaction, id);
  if (session === null || feedback === undefined) return false;
  await transaction.objectStore('sessions').put({ ...session, feedback });
  return true;
}

/** @returns null for feedback that says nothing; undefined where it can't be read. */
function feedbackOf({ schemaVersion, body }: Text): Feedback | null | undefined {
  const feedback = schemaVersion > SCHEMA_VERSION ? null : decodeFeedback(body);
  if (feedback === null) return undefined;
  return isNothing(feedback) ? null : feedback;
}

function isNothing({ stars, thumb, comment, before, after }: Feedback): boolean {
  return stars === null && thumb === null && comment === '' && before === null && after === null;
}

/** @returns feedback as a record has it: a deleted one could never be given again, so there is always some. */
export function feedbackText(feedback: Feedback | null): Feedback {
  return feedback ?? NO_FEEDBACK;
}
