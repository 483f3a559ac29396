/**
 * The bodies of synced records, as text. The same value always gives the same text, so that it has one hash. A run is
 * immutable: what waits to be pushed is kept as the text that was first made of it, or a later version of the app may
 * write the same run with another hash.
 */
import * as z from 'zod';
import { fromBase64, toBase64 } from '../base64.ts';
import { Feedback } from '../feedback.ts';
import { Preferences } from '../preferences.ts';
import { Session } from '../session.ts';
import { LONGEST_BODY } from './sync.ts';

/** How many lists and objects of a body may lie in one another: twice what a session needs. */
const DEEPEST = 16;

/** The body of a `run`: a session without its feedback, which is a record of its own. */
export function encodeRun(session: Session): string {
  const { feedback: _, take, ...run } = Session.parse(session);
  const { tokens } = take;
  return write({ ...run, take: { ...take, tokens: tokens && { ...tokens, data: toBase64(tokens.data) } } });
}

/** @returns the session, without feedback; null where the text is no run. */
export function decodeRun(text: string): Session | null {
  const { data: run } = RunText.safeParse(text);
  return run === undefined ? null : (Session.safeParse({ ...run, feedback: null }).data ?? null);
}

/** The body of a `feedback`, whose record has the id of its run. */
export function encodeFeedback(feedback: Feedback): string {
  return write(Feedback.parse(feedback));
}

/** @returns null where the text is no feedback. */
export function decodeFeedback(text: string): Feedback | null {
  return FeedbackText.safeParse(text).data ?? null;
}

/** The body of the one record of kind `preferences`. */
export function encodePreferences(preferences: Preferences): string {
  return write(Preferences.parse(preferences));
}

/** @returns null where the text is no preferences. */
export function decodePreferences(text: string): Preferences | null {
  return PreferencesText.safeParse(text).data ?? null;
}

/** @returns whether a text is JSON of a depth and length that a body may have, whatever it says. */
export function isBody(text: string): boolean {
  return BodyText.safeParse(text).success;
}

/** @returns the bytes of a text in UTF-8. */
export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** JSON whose keys are in the order of their code units, at every depth. */
function write(value: object): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

const BodyText = z.string().transform((text, context) => {
  // A text of that many code units has at least as many bytes, and need not be counted.
  if (text.length <= LONGEST_BODY && text.isWellFormed() && bytesOf(text) <= LONGEST_BODY) {
    try {
      const value: unknown = JSON.parse(text);
      if (isShallow(value, DEEPEST)) return value;
    } catch {
      // No JSON: refused below, as what is too deep is.
    }
  }
  context.addIssue({ code: 'custom', message: 'no body of a record' });
  return z.NEVER;
});

const Bytes = z.string().transform((text, context) => {
  const bytes = fromBase64(text);
  if (bytes !== null) return bytes;
  context.addIssue({ code: 'custom', message: 'no base64' });
  return z.NEVER;
});

/** Only what JSON can't say is told apart here: the rest is the session's to parse. */
const Unpacked = z.looseObject({
  feedback: z.undefined().optional(),
  take: z.looseObject({ tokens: z.looseObject({ data: Bytes }).nullish() }),
});

const RunText = BodyText.pipe(Unpacked);
const FeedbackText = BodyText.pipe(Feedback);
const PreferencesText = BodyText.pipe(Preferences);

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((part) => isShallow(part, levels - 1));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
