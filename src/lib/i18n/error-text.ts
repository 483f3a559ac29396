import type { AttuneError } from '../core/errors.ts';
import { m } from './paraglide/messages.js';

/** @returns what went wrong and what to do, in the user's language. */
export function errorText({ code, details }: AttuneError): string {
  // Every code has a message by its name; a test compares the two lists.
  const message = m[`error_${code}`] as (details: Record<string, unknown>) => string;
  return message(details);
}
